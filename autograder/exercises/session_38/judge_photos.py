"""Session 38, judging 38.1: photos prepared as MobileNetV2 expects them, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from autograder import reading
from autograder.exercises import Sealed
from autograder.exercises.session_38.known_photos import CLASSES, photos_split, pool, resized
from autograder.findings import Finding, WrongAnswer, find
from autograder.photo_rows import photos_of
from autograder.pretrained import base_for

_CLOSE = 0.06  # mean distance, of -1…1, between two ways of resizing
_CAFFE_MEANS = np.array([103.939, 116.779, 123.68], dtype=np.float32)  # ImageNet's blue, green and red (ResNet, VGG)
RANGES = {
    "MobileNetV2": "-1…1",
    "ResNet50": "about -124…151",
    "VGG16": "about -124…151",
    "EfficientNetB0": "0…255",
    "InceptionV3": "-1…1",
    "DenseNet121": "about -2.1…2.6",
}
_PARTS = ("train", "val", "test")


def caffe(pixels: np.ndarray) -> np.ndarray:
    """What ResNet50's own function makes of pixels 0…255 (…, 3): blue, green, red, each less its mean."""
    return pixels[..., ::-1] - _CAFFE_MEANS


def _prepare(kind: str, points: float):
    def judge(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
        name, size = f"prepare {kind}", int(sealed.inputs["size"])
        pixels = resized(sealed.inputs[kind], size)
        said = reading.array(answers, name).astype(np.float32)
        shape = (len(pixels), size, size, 3)
        yield find(
            f"{name}:shape",
            f"`prepare` gives photos ({kind}) the size it is asked for",
            said.shape == shape,
            points / 3,
            expected=shape,
            got=said.shape,
            cause="The photos keep their own size." if said.shape[1:3] == sealed.inputs[kind].shape[1:3] else
            "Height and width both have to become `size`, and the batch and colour axes stay.",
            next_step="Resize to (size, size) before anything else.",
        )  # fmt: skip
        if said.shape != shape:
            return
        wanted = pixels / 127.5 - 1
        yield find(
            f"{name}:values",
            f"`prepare` scales photos ({kind}) to -1…1, once",
            _distance(said, wanted) < _CLOSE,
            points * 2 / 3,
            expected=f"{wanted.min():.2f} to {wanted.max():.2f}",
            got=f"{said.min():.2f} to {said.max():.2f}",
            cause=_cause(said, pixels),
            next_step="Print the smallest and the largest value after each step.",
        )

    return judge


def _distance(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.mean(np.abs(a - b)))


def _cause(said: np.ndarray, pixels: np.ndarray) -> str:
    wanted = pixels / 127.5 - 1
    if _distance(said, wanted / 255 - 1 + 1 / 255) < 0.005 or said.max() < -0.98:
        return "The pixels were divided by 255 first, and preprocess_input then scaled them a second time."
    if _distance(said, pixels / 255) < _CLOSE / 2:
        return "The pixels were divided by 255: they lie between 0 and 1, and the network expects -1 to 1."
    if _distance(said, pixels) < 255 * _CLOSE / 2:
        return "The pixels still range up to 255: nothing scaled them."
    if _distance(said, caffe(pixels)) < 255 * _CLOSE / 2:
        return "This is another family's preparation (ResNet50, VGG): means taken away, red and blue swapped."
    if _distance(said, wanted[..., ::-1]) < _CLOSE:
        return "Red and blue are exchanged; MobileNetV2 takes the colours as they are."
    return "The values are not those of pixel / 127.5 - 1."


def _dtype(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    entry = reading.entry(answers, "prepare square", "ndarray", "Tensor", "Variable")
    yield find(
        "prepare:dtype",
        "`prepare` returns float32",
        entry["dtype"] == "float32",
        0.5,
        expected="float32",
        got=entry["dtype"][:20],
        cause="Other numbers take more memory, or are converted in every step.",
        next_step='Use `.astype("float32")`.',
    )


def _one_hot(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    said = reading.array(answers, "one_hot")
    wanted = np.eye(int(sealed.inputs["classes"]))[sealed.inputs["labels"]]
    yield find(
        "one_hot:values",
        "`one_hot` makes a row with a single one of each label",
        said.shape == wanted.shape and np.array_equal(said, wanted),
        1,
        expected=f"rows of {wanted.shape[1]} numbers, shape {wanted.shape}",
        got=f"shape {said.shape}",
        cause="The labels are still whole numbers." if said.ndim == 1 else
        "The number of classes was taken from the labels at hand, not from `classes`."
        if said.shape != wanted.shape else "The ones stand at other places: label 0 belongs to the first column.",
        next_step="For labels 2 and 0 and three classes the rows are [0, 0, 1] and [1, 0, 0].",
    )  # fmt: skip


def _part(part: str):
    def judge(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
        rows = photos_of(answers, f"x_{part}")
        size = base_for(sealed.key["budget"]).image_size
        if rows.shape[1:3] != (size, size):
            raise WrongAnswer(
                f"x_{part}:size", f"`x_{part}` has photos of IMAGE_SIZE", f"(n, {size}, {size}, 3)", f"{rows.shape}",
                "The photos have their own size, or another one than the base is used at.",
                f"Use prepare(photos.x_{part}, IMAGE_SIZE).",
            )  # fmt: skip
        if rows.scaling != "-1…1":
            raise WrongAnswer(
                f"x_{part}:range", f"`x_{part}` ranges from -1 to 1", "-1 to 1", f"{rows.low:.2f} to {rows.high:.2f}",
                "Scaled twice: to the network every photo is the same black picture."
                if rows.high <= -0.98 else "This part did not go through `prepare`, or `prepare` scales otherwise.",
                "Send all three parts through the same function.",
            )  # fmt: skip
        split = photos_split(answers, part)
        known = pool().parts[_PARTS.index(part)]
        inside = (split.numbers >= known.start) & (split.numbers < known.stop)
        yield find(
            f"x_{part}:part",
            f"`x_{part}` holds the photos of its own part, each once",
            bool(inside.all()) and len(np.unique(split.numbers)) == len(split.numbers),
            0.5,
            expected=f"photos of photos.x_{part}",
            got=f"{int(inside.sum())} of {len(inside)} rows from there",
            cause="Photos of another part are among them: what is tested on must not be trained on.",
            next_step=f"Prepare photos.x_{part}, and nothing else.",
        )
        yield find(
            f"y_{part}:labels",
            f"`y_{part}` has one-hot labels, each beside its own photo",
            split.labels_rank == 2 and split.aligned,
            0.5,
            expected=f"rows of {CLASSES} numbers that name the photo beside them",
            got=f"labels of rank {split.labels_rank}, {np.mean(split.labels == split.true):.0%} of them right",
            cause="The labels are whole numbers; this exercise asks for one-hot rows."
            if split.labels_rank == 1
            else "Photos and labels were put in different orders, or belong to different parts.",
            next_step="Never shuffle one without the other.",
        )

    return judge


def _ranges(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    texts = reading.texts(answers, "family_ranges")
    wrong = [name for name, text in RANGES.items() if texts.get(name) != text]
    yield find(
        "family_ranges:true",
        "`family_ranges` says for each family what its preparation leaves",
        not wrong,
        1,
        expected="one of the four texts for each of the six names",
        got=", ".join(f"{name}: {texts.get(name, 'missing')[:20]}" for name in wrong[:3]),
        cause=f"Not right for {', '.join(wrong[:3])}.",
        next_step="Read the table of this section again, or try the family's own preprocess_input on a photo.",
    )


PARTS = {
    "38.1": (
        _prepare("square", 1.2),
        _prepare("oblong", 1.3),
        _dtype,
        _one_hot,
        *(_part(part) for part in _PARTS),
        _ranges,
    )
}
