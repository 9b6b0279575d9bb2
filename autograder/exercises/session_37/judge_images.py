"""Session 37, judging 37.3: the prepared images, every row recognised, so that no split is taken on trust."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from autograder import reading
from autograder.classification import Task
from autograder.exercises import Sealed
from autograder.exercises.pixels import range_cause
from autograder.exercises.session_37.known_images import ImageSplit, split_of
from autograder.findings import Finding, find
from autograder.image_rows import rows_of

PARTS_OF_DATA = ("train", "val", "test")
DIGITS = Task(
    "prepared images", "(n, 28, 28, 1)", 10, "ten digits, so ten outputs, one probability each",
    "Start it with keras.Input(shape=(28, 28, 1)).",
)  # fmt: skip
_IMAGE = (28, 28, 1)
_ROUNDING = 5e-4  # what half precision makes of 1/255
_VALIDATION_SHARE = (0.05, 0.5)  # of the images that are not the test's
_MOST = 0.95  # of the images that the budget gives


def digits_split(answers: Mapping, part: str) -> ImageSplit:
    """The split `train`, `val` or `test` of the digits, recognised. Raises `WrongAnswer`."""
    return split_of(answers, f"x_{part}", f"y_{part}", "digits")


def _prepare_images(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    pixels = sealed.inputs["images"]
    dtype = reading.entry(answers, "prepare_images", "ndarray", "Tensor", "Variable").get("dtype")
    images = reading.array(answers, "prepare_images")
    wanted = pixels.astype(np.float32)[..., np.newaxis] / 255  # (n, 28, 28, 1)
    yield find(
        "prepare_images:dtype",
        "`prepare_images` returns float32",
        dtype == "float32",
        0.5,
        expected="float32",
        got=dtype,
        cause="NumPy divides whole numbers into float64: twice the memory, for digits that no network needs."
        if dtype == "float64"
        else "Pixels arrive as uint8; networks compute in float32.",
        next_step="Print the dtype after each step of the function: where should it become float32?",
    )
    yield find(
        "prepare_images:shape",
        "`prepare_images` gives each image a channel axis",
        images.shape == wanted.shape,
        0.75,
        expected=wanted.shape,
        got=images.shape,
        cause=_shape_cause(images.shape, len(pixels)),
        next_step="Add the axis with images[..., np.newaxis] or reshape; -1 stands for any number of images.",
    )
    low, high = (float(images.min()), float(images.max())) if images.size else (0.0, 0.0)
    yield find(
        "prepare_images:range",
        "`prepare_images` scales 0…255 to 0…1",
        images.size == wanted.size and np.allclose(images.ravel(), wanted.ravel(), atol=_ROUNDING),
        1,
        expected=f"values from {wanted.min():.4g} to {wanted.max():.4g} for these pixels",
        got=f"values from {low:.4g} to {high:.4g}",
        cause=range_cause(images, wanted),
        next_step="Make float32 of the pixels first, then divide by 255, once.",
    )


def _shape_cause(shape: tuple[int, ...], count: int) -> str:
    if shape == (count, 28, 28):
        return "The channel axis is missing: grey images have one channel, and Conv2D wants to see it."
    if shape == (count, 784):
        return "The images were flattened: a convolution needs to know which pixels are neighbours."
    if sorted(shape) == sorted((count, *_IMAGE)):
        return "The axes stand in another order: images, height, width, channels."
    return "Each image has height 28, width 28 and one channel, behind the axis of the images."


def _shapes_and_dtypes(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    splits = {part: rows_of(answers, f"x_{part}") for part in PARTS_OF_DATA}
    wrong = [part for part, rows in splits.items() if rows.shape[1:] != _IMAGE]
    first = splits[wrong[0]].shape if wrong else _IMAGE
    yield find(
        "splits:shape",
        "all three splits have the shape (n, 28, 28, 1)",
        not wrong,
        0.75,
        expected="(n, 28, 28, 1)",
        got=", ".join(f"x_{part} {rows.shape}" for part, rows in splits.items()),
        cause=_shape_cause(first, first[0]),
        next_step="Send all three splits through prepare_images.",
    )
    dtypes = {part: rows.dtype for part, rows in splits.items()}
    yield find(
        "splits:dtype",
        "all three splits are float32",
        set(dtypes.values()) == {"float32"},
        0.5,
        expected="float32",
        got=", ".join(f"x_{part} {dtype[:20]}" for part, dtype in dtypes.items()),
        cause="float64 takes twice the memory, and Keras casts it to float32 anyway."
        if set(dtypes.values()) <= {"float32", "float64"}
        else "Some of the images are still whole numbers, or of a coarser type.",
        next_step="Send all three splits through prepare_images, and let it return float32.",
    )


def _range(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    splits = {part: rows_of(answers, f"x_{part}") for part in PARTS_OF_DATA}
    how = {part: rows.scaling for part, rows in splits.items()}
    within = all(rows.high <= 1 + 1e-3 for rows in splits.values())
    yield find(
        "splits:range",
        "all three splits are scaled to 0…1, once",
        set(how.values()) == {"0…1"} and within,
        1.5,
        expected="values from 0 to 1 in every split",
        got=", ".join(f"x_{part} {rows.low:.3g} to {rows.high:.3g}" for part, rows in splits.items()),
        cause=_scaling_cause(how),
        next_step="Divide by 255 in one place only, and send every split through it once.",
    )


def _scaling_cause(how: Mapping[str, str]) -> str:
    kinds = set(how.values())
    if len(kinds) > 1:
        return "The splits are scaled differently: the network learns one scale and is then shown another."
    return {
        "0…255": "The pixels were not divided by 255: numbers this large make the first steps of training wild.",
        "0…1/255": "The pixels were divided by 255 twice, and almost nothing is left of them.",
        "0 or 1": "Whole-number division (//) throws every grey away.",
        "-1…1": "The range is -1…1, which other networks expect; here black is 0.",
    }.get(kinds.pop(), "The pixels were scaled by their own statistics; here black is 0 and white is 1.")


def _labels(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    splits = {part: digits_split(answers, part) for part in PARTS_OF_DATA}
    off = [part for part, split in splits.items() if not split.aligned]
    split = splits[off[0]] if off else splits["train"]
    yield find(
        "splits:labels",
        "every image has its own label",
        not off,
        0.75,
        expected="in each split, the label of the image in the same row",
        got=f"{np.mean(split.labels != split.true):.0%} of the labels of x_{off[0]} belong to other images"
        if off
        else "aligned",
        cause="Labels count from 1 here; Keras counts classes from 0."
        if np.array_equal(split.labels, split.true + 1)
        else "Images and labels were shuffled apart, or cut at different places.",
        next_step="Shuffle and cut images and labels together, then show nine images with their labels as titles.",
    )
    ranks = {part: split.labels_rank for part, split in splits.items()}
    yield find(
        "splits:labels_rank",
        "the labels are whole numbers, one for each image",
        set(ranks.values()) == {1},
        0.25,
        expected="shape (n,)",
        got=", ".join(f"y_{part} of rank {rank}" for part, rank in ranks.items()),
        cause="One-hot rows carry the same knowledge in ten numbers; this task, and its loss, take the digit itself.",
        next_step="Leave the labels as digits() gives them.",
    )


def _apart(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    train, val, test = (digits_split(answers, part) for part in PARTS_OF_DATA)
    leaked = [part for part, split in (("train", train), ("val", val)) if split.from_test > 0.01]
    again = [part for part, split in (("train", train), ("val", val)) if _overlap(split, test)]
    yield find(
        "splits:test_apart",
        "the test split is test images only, and no other split has seen them",
        test.from_test > 0.99 and not leaked and not again,
        1,
        expected="x_test from digit_data.x_test; x_train and x_val from digit_data.x_train",
        got=f"{test.from_test:.0%} of x_test are test images"
        if test.from_test <= 0.99
        else f"test images in x_{(leaked + again)[0]}"
        if leaked + again
        else "apart",
        cause="x_test holds training images: a score on them says nothing about new ones."
        if test.from_test <= 0.99
        else "Validating on test images decides about the network by the very images that should judge it."
        if "val" in leaked + again
        else "A network that has trained on its test images knows the answers.",
        next_step="Cut the validation split from the training images, and leave digit_data.x_test for the end.",
    )
    shared = _overlap(train, val)
    share = len(val.rows) / (len(train.rows) + len(val.rows))
    fitting = _VALIDATION_SHARE[0] <= share <= _VALIDATION_SHARE[1]
    yield find(
        "splits:validation",
        "the validation split is cut off the training images",
        not shared and fitting,
        0.5,
        expected="no image in both, and 5 to 50 % of the images for validation",
        got=f"{shared} images in both; {share:.0%} for validation",
        cause="The same images stand in both splits, so validation cannot show overfitting."
        if shared
        else "So few images make a shaky score, and so many are missing in training.",
        next_step="Give x_train the images up to a place, and x_val those from there on.",
    )
    yield _complete(train, val, int(sealed.key["images"]))


def _overlap(a: ImageSplit, b: ImageSplit) -> int:
    if (a.rows.scaling == "0 or 1") != (b.rows.scaling == "0 or 1"):
        return 0  # numbered apart
    return len(a.known.shared(a.numbers, b.numbers))


def _complete(train: ImageSplit, val: ImageSplit, wanted: int) -> Finding:
    rows, different = len(train.rows) + len(val.rows), train.different + val.different - _overlap(train, val)
    return find(
        "splits:complete",
        "train and validation use the images that the budget gives",
        different >= _MOST * wanted,
        0.5,
        expected=f"{wanted} different images",
        got=f"{different} different images in {rows} rows",
        cause="Some images stand in it many times, others never."
        if rows >= wanted
        else "Part of the images is in neither split.",
        next_step="Print the three shapes: the first two must add up to the images you began with.",
    )


PARTS = {"37.3": (_prepare_images, _shapes_and_dtypes, _range, _labels, _apart)}
