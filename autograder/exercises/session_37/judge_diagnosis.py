"""Session 37, judging 37.9: diagnoses of curves nobody has seen, and an augmentation that keeps labels true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from autograder import reading
from autograder.classification import labels_of
from autograder.exercises import Sealed
from autograder.exercises.session_37.judge_images import DIGITS, digits_split
from autograder.exercises.session_37.known_images import known
from autograder.exercises.session_37.sealed_training import SHOWN
from autograder.findings import Finding, WrongAnswer, find
from autograder.image_rows import rows_of

_REACH = 7  # pixels that an image may have been shifted by, when it is compared with its original
_CLEARLY = 0.03  # by so much another view must fit better before a label counts as broken
_SAME = 1e-4
_CHANGED = 0.5  # of the training images, at least, have to differ from every known one
_VIEWS = {
    "as it was": lambda x: x,
    "mirrored": lambda x: x[:, ::-1],
    "upside down": lambda x: x[::-1],
    "turned by 180°": lambda x: x[::-1, ::-1],
    "turned by 90°": lambda x: np.rot90(x),
    "turned by 270°": lambda x: np.rot90(x, 3),
}


def _diagnose(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    said = [_word(item) for item in reading.items(answers, "diagnose")]
    for kind, points in zip(SHOWN, (0.75, 0.75, 0.75, 0.75), strict=True):
        given = [word for word, label in zip(said, sealed.key["labels"], strict=False) if label == kind]
        wrong = [word for word in given if word != kind]
        yield find(
            f"diagnose:{kind.replace(' ', '_')}",
            f"`diagnose` recognises curves that are a case of: {kind}",
            not wrong and len(said) == len(sealed.key["labels"]),
            points,
            expected=f"{kind}, {len(given)} times",
            got=f"{len(given) - len(wrong)} right" + (f"; else {wrong[0]}" if wrong else ""),
            cause=_diagnose_cause(kind, wrong[0] if wrong else ""),
            next_step="Write down the four tests in the order of the task, and try them on the four shown curves.",
        )


def _word(item: Mapping) -> str:
    if item["kind"] == "text":
        return item["value"][:40]
    return item["error"][:80] if item["kind"] == "raised" else f"no text ({item['kind']})"


def _diagnose_cause(kind: str, instead: str) -> str:
    if instead and instead not in SHOWN:
        return "The function raises an error, or returns something other than one of the four texts."
    if kind == "unstable":
        return (
            "A value that is not finite, or a single training loss above the first, is enough; nan > x is always False."
        )
    if kind == "overfitting":
        return "Compare the last validation loss with the smallest one, before anything is said of the training loss."
    if kind == "underfitting":
        return "Underfitting is about the last training loss against the first one."
    return (
        "A bump on the way is no reason for a diagnosis: the rule looks at the last values, "
        "and a value that is exactly at a border is not above it."
    )


def _diagnoses(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    said = tuple(_word(item) for item in reading.items(answers, "diagnoses"))
    yield find(
        "diagnoses:shown",
        "`diagnoses` names the four shown curves",
        said == SHOWN,
        0.5,
        expected="four diagnoses, one for each training, from left to right",
        got=", ".join(said)[:120],
        cause="Their order is another one."
        if sorted(said) == sorted(SHOWN)
        else "At least one of them is another case.",
        next_step="Apply diagnose to each pair in shown_curves.",
    )


def _augment(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    originals = np.asarray(sealed.inputs["images"], dtype=np.float64)
    off, first, again = (_images(answers, name, originals) for name in ("augment off", "augment", "augment again"))
    yield find(
        "augment:off",
        "`augment` with training=False leaves images as they are",
        np.abs(off - originals).max() < _SAME,
        0.75,
        expected="the same images",
        got=f"values that differ by up to {np.abs(off - originals).max():.2g}",
        cause="The function changes images even when it is not training, so validation would change at every pass.",
        next_step="Use Keras's random layers, which know about training=, and hand the argument on.",
    )
    changed, differs = np.abs(first - originals).max(), np.abs(first - again).max()
    yield find(
        "augment:on",
        "`augment` with training=True changes images, in another way at each pass",
        changed > _SAME and differs > _SAME,
        0.5,
        expected="other images at each pass",
        got="the same images" if changed <= _SAME else "the same change twice" if differs <= _SAME else "other images",
        cause="Nothing random happens to the images.",
        next_step="Call augment(images, training=True) twice and compare.",
    )
    broken = [view for batch in (first, again) for view in map(_better_view, originals, batch) if view]
    intact = all(0.4 < batch.sum() / originals.sum() < 2 for batch in (first, again))
    yield find(
        "augment:labels",
        "`augment` never turns a digit into another one",
        not broken and intact and changed > _SAME,
        1.5,
        expected="images that still look like themselves",
        got=f"{len(broken)} of {2 * len(originals)} images look {broken[0]}" if broken else "images mostly lost",
        cause="A flip or a large turn makes a 9 of a 6 and a false 2 of a 2, with the old label still on it."
        if broken
        else "Nothing was changed, so nothing was kept true."
        if changed <= _SAME
        else "The images were shifted or zoomed out of the picture, or their brightness is another one.",
        next_step="Draw a few augmented digits of each class: would you still write the same label under them?",
    )


def _images(answers: Mapping, name: str, originals: np.ndarray) -> np.ndarray:
    images = reading.array(answers, name).astype(np.float64)
    if images.shape != originals.shape or not np.isfinite(images).all():
        raise WrongAnswer(
            "augment:shape", "`augment` returns images of the shape it gets", f"{originals.shape}", f"{images.shape}",
            "A layer crops, resizes or reshapes, and the network expects 28×28.",
            "Keep to layers that shift, turn and zoom inside the picture.",
        )  # fmt: skip
    return images


def _better_view(original: np.ndarray, image: np.ndarray) -> str:
    """Which flip or turn of the original fits the augmented image clearly better than the original does; or none."""
    fits = {name: _fit(view(original[:, :, 0]), image[:, :, 0]) for name, view in _VIEWS.items()}
    best = max(fits, key=fits.get)
    return best if fits[best] > fits["as it was"] + _CLEARLY else ""


def _fit(a: np.ndarray, b: np.ndarray) -> float:
    """The largest normalised correlation of two images over shifts of up to `_REACH` pixels."""
    norm = np.linalg.norm(a) * np.linalg.norm(b)
    if norm == 0:
        return 0.0
    product = np.fft.irfft2(np.fft.rfft2(a, (48, 48)).conj() * np.fft.rfft2(b, (48, 48)), (48, 48))
    reach = np.r_[0 : _REACH + 1, -_REACH:0]
    return float(product[np.ix_(reach, reach)].max() / norm)


def _validation_set(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    wanted = digits_split(answers, "val")
    passes = [_pipeline(answers, name) for name in ("validation_set", "validation_set again")]
    rows = [rows_of(entry, "validation_set") for entry in passes]
    same = np.array_equal(rows[0].digests, rows[1].digests)
    plain = np.array_equal(rows[0].digests, wanted.rows.digests)
    labels, _ = labels_of({"validation_set": passes[0]["labels"]}, "validation_set")
    yield find(
        "validation_set:plain",
        "`validation_set` gives the images of x_val, unchanged and in order, at every pass",
        same and plain and np.array_equal(labels, wanted.labels),
        0.75,
        expected=f"the {len(wanted.rows)} validation images, twice the same",
        got=f"{len(rows[0])} images, " + ("twice the same" if same else "others at the second pass"),
        cause="The validation images are augmented or shuffled: two evaluations of one network would disagree."
        if not same
        else "It holds other images than x_val, or the labels of others."
        if not plain
        else "Its labels are not those of its images.",
        next_step="Make it of x_val and y_val with from_tensor_slices and batch, and nothing else.",
    )


def _augmented_train(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    batches = _pipeline(answers, "augmented_train")
    rows = rows_of(batches, "augmented_train")
    labels, _ = labels_of({"augmented_train": batches["labels"]}, "augmented_train")
    unknown = float(np.mean(known("digits", rows.scaling).find(rows) < 0))
    mixed = len(set(labels[:32].tolist())) > 1
    shaped = rows.shape[1:] == (28, 28, 1) and len(labels) == len(rows)
    classes = set(labels.tolist()) <= set(range(DIGITS.classes))
    yield find(
        "augmented_train:augmented",
        "`augmented_train` gives augmented training images with their labels, shuffled, in batches",
        unknown >= _CHANGED and mixed and shaped and classes,
        1,
        expected="batches of images (28, 28, 1), most of them changed",
        got=f"images {rows.shape[1:]}, {unknown:.0%} of them changed",
        cause="The pipeline gives the training images as they are: `augment` is not in it, or is told training=False."
        if unknown < _CHANGED
        else "Images or labels have lost their shape on the way."
        if not shaped
        else "The labels are not those of y_train: they were changed on the way."
        if not classes
        else "All images of a batch have the same label: it is not shuffled.",
        next_step="Map a function over the batches that augments the images and passes the labels through.",
    )


def _pipeline(answers: Mapping, name: str) -> Mapping:
    """A collected pipeline: its images under its own name, its labels under `labels`. Raises `WrongAnswer`."""
    images, labels, _ = reading.batches(answers, name)
    return {name.split()[0]: images, "labels": labels}


PARTS = {"37.9": (_diagnose, _diagnoses, _augment, _validation_set, _augmented_train)}
