"""Session 37, judging 37.8: garments. The network meets new ones, and what was read off it is computed again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from autograder import models, reading
from autograder.claims import accuracy_claim, unwatched
from autograder.classification import Classifier, Task, classifier
from autograder.exercises import Sealed
from autograder.exercises.session_37.judge_cnn import split_on_curve
from autograder.exercises.session_37.known_images import ImageSplit, split_of
from autograder.findings import Finding, Measure, WrongAnswer, find
from autograder.image_rows import rows_of

CLASSES = 10
GARMENTS = Task(
    "prepared images", "(n, 28, 28, 1)", CLASSES, "ten kinds of garments, so ten outputs, one probability each",
    "Start it with keras.Input(shape=(28, 28, 1)).",
)  # fmt: skip
_ALL_TEST = 10_000  # the matrix is asked for on every test image, so all of them are computed again
_UNDECIDED = 0.005  # share of images whose two best classes may change places between machines
_SHARE_TOLERANCE = 0.006


def _split(answers: Mapping, part: str) -> ImageSplit:
    return split_of(answers, f"x_fashion_{part}", f"y_fashion_{part}", "fashion")


def _model(answers: Mapping) -> Classifier:
    return classifier(reading.entry(answers, "fashion_model", "model"), "fashion_model", GARMENTS)


def _predicted(answers: Mapping, split: ImageSplit) -> np.ndarray:
    """The network's class for each test image, int64 (n,)."""
    return _model(answers).log_probabilities(split.x(_ALL_TEST)).argmax(axis=1)


def _matrix(true: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Counts, rows true: int64 (10, 10); what is no class is left out."""
    matrix = np.zeros((CLASSES, CLASSES), dtype=np.int64)
    within = (true >= 0) & (true < CLASSES) & (predicted >= 0) & (predicted < CLASSES)
    np.add.at(matrix, (true[within].astype(int), predicted[within].astype(int)), 1)
    return matrix


def _sealed(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    images = rows_of(answers, "x_fashion_test").scaled(sealed.key["images"])[..., np.newaxis]  # (n, 28, 28, 1)
    accuracy = _model(answers).score(images, sealed.key["labels"]).accuracy
    measure = Measure("fashion_accuracy", accuracy, sealed.key["fashion_accuracy"])
    yield find(
        "fashion_model:sealed_accuracy",
        "the network recognises garments it has never met",
        measure.passed,
        5,
        expected=f"accuracy of at least {measure.threshold.value:.3f}",
        got=f"{accuracy:.3f}",
        cause="About a tenth right is guessing: the network is untrained (rebuilt after fit?), or learnt other images."
        if accuracy < 0.2
        else "The network has learnt too little: too few images or epochs, or a learning rate that does not fit.",
        next_step="Plot loss and val_loss of this training: still falling, flat from the start, or rising?",
        measure=measure,
    )


def _confusion(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    split = _split(answers, "test")
    predicted = _predicted(answers, split)
    true = _matrix(split.true, predicted)
    said = _square(answers)
    undecided = max(2, int(_UNDECIDED * len(split.rows)))
    yield find(
        "confusion:true",
        "`confusion` is the network's confusion matrix on the test garments, rows true",
        _near(said, true, undecided),
        3.5,
        expected=f"{true.sum()} images, {np.trace(true)} of them on the diagonal",
        got=f"{said.sum():g} images, {np.trace(said):g} of them on the diagonal",
        cause=_confusion_cause(said, true, undecided),
        next_step="Check one row by hand: take the images of one true class and count what is predicted for them.",
    )


def _square(answers: Mapping) -> np.ndarray:
    """`confusion` as given, finite, (10, 10)."""
    said = reading.array(answers, "confusion")
    if said.shape != (CLASSES, CLASSES) or not np.isfinite(said.astype(float)).all():
        raise WrongAnswer(
            "confusion:shape", "`confusion` has a row and a column for each class", "(10, 10) whole numbers",
            f"{said.shape}", "A confusion matrix counts every pair of a true and a predicted class.",
            "Start from np.zeros((10, 10), dtype=int), or use sklearn's confusion_matrix.",
        )  # fmt: skip
    return said.astype(float)


def _near(a: np.ndarray, b: np.ndarray, undecided: int) -> bool:
    return bool(np.abs(a - b).sum() <= 2 * undecided)


def _confusion_cause(said: np.ndarray, true: np.ndarray, undecided: int) -> str:
    if _near(said.T, true, undecided):
        return "Rows and columns are exchanged: the true class is the row, the predicted one the column."
    if said.sum() <= CLASSES + 0.1:
        return "These are shares; the task asks for counts."
    if said.sum() != true.sum():
        return "It does not count each test image once: other images, or only a part of them."
    by_chance = true.sum() / CLASSES
    if np.trace(said) < 2.5 * by_chance <= np.trace(true):
        return "Labels and predictions come from different orders of the images: nothing gathers on the diagonal."
    return "It belongs to another network, or to this one before it was trained on."


def _read_off(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    matrix = _square(answers)
    totals, columns = (np.where(matrix.sum(axis=axis) == 0, 1, matrix.sum(axis=axis)) for axis in (1, 0))
    shares, precisions = np.diag(matrix) / totals, np.diag(matrix) / columns
    said = _ten(answers)
    yield find(
        "class_accuracy:matrix",
        "`class_accuracy` is, for each true class, the share on the diagonal of your matrix",
        np.allclose(said, shares, atol=_SHARE_TOLERANCE),
        2,
        expected="the diagonal divided by the number of images of each true class",
        got=", ".join(f"{value:.2f}" for value in said),
        cause="It was divided by the sums of the columns: the share of right ones among the *predictions* of a class."
        if np.allclose(said, precisions, atol=_SHARE_TOLERANCE)
        else "The numbers are in per cent; the task asks for shares."
        if np.allclose(said, 100 * shares, atol=1)
        else "The numbers do not follow from your matrix.",
        next_step="Along which axis do you add up to get all images of one true class?",
    )
    names = sealed.key["class_names"]
    off = matrix - np.diag(np.diag(matrix))
    worst = [(names[i], names[j]) for i, j in np.argwhere(off == off.max())]
    pair = _pair(answers)
    yield find(
        "most_confused:matrix",
        "`most_confused` is the largest count off the diagonal of your matrix: (true name, predicted name)",
        pair in worst,
        1.5,
        expected="two names from fashion_names",
        got=f"{pair[0]} taken for {pair[1]}",
        cause="The order is reversed: the true class comes first."
        if pair[::-1] in worst
        else "The diagonal was counted too: those garments were recognised."
        if pair[0] == pair[1]
        else "The names do not belong to the largest count off the diagonal."
        if set(pair) <= set(names)
        else "These are not names of classes.",
        next_step="Set the diagonal to zero in a copy, find the largest entry, and look up both of its indices.",
    )


def _ten(answers: Mapping) -> np.ndarray:
    said = reading.array(answers, "class_accuracy") if _is_array(answers, "class_accuracy") else _numbers(answers)
    if said.shape != (CLASSES,):
        raise WrongAnswer(
            "class_accuracy:shape", "`class_accuracy` has a number for each class", "ten numbers",
            f"shape {said.shape}", "Each true class has an accuracy of its own.",
            "The diagonal of the matrix has ten entries too.",
        )  # fmt: skip
    return said.astype(float)


def _is_array(answers: Mapping, name: str) -> bool:
    return answers.get(name, {}).get("kind") not in ("list", "dict")


def _numbers(answers: Mapping) -> np.ndarray:
    entry = reading.entry(answers, "class_accuracy", "list", "dict")
    items = entry["items"].values() if entry["kind"] == "dict" else entry["items"]
    return np.array([reading.number_of(item, "class_accuracy") for item in items])


def _pair(answers: Mapping) -> tuple[str, str]:
    items = reading.items(answers, "most_confused")
    texts = [item["value"] for item in items if item["kind"] == "text"]
    if len(items) != 2 or len(texts) != 2:
        raise WrongAnswer(
            "most_confused:pair", "`most_confused` is a pair of class names", "(true name, predicted name)",
            f"{len(items)} entries, {len(texts)} of them texts", "The task asks for names, not for numbers.",
            "Look the two indices up in fashion_names.",
        )  # fmt: skip
    return texts[0][:40], texts[1][:40]


def _claims(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    split = _split(answers, "test")
    accuracy = float(np.mean(_predicted(answers, split) == split.true))
    said = reading.number(answers, "fashion_test_accuracy")
    yield accuracy_claim("fashion_test_accuracy", said, accuracy, "fashion_model", 1, data="x_fashion_test")
    curve = reading.curve_of(reading.entry(answers, "fashion_history", "history"), "fashion_history", "val_loss")
    optimizer, _ = models.compiled(reading.entry(answers, "fashion_model", "model"), "fashion_model")
    epochs = int(sealed.key["epochs"])
    enough = len(curve) >= epochs and optimizer["iterations"] >= epochs
    cause = unwatched(lambda part: split_on_curve(_model(answers), _split(answers, part), curve), "x_fashion_val")
    if not enough:
        cause = "The training was shorter than the task asks for."
    yield find(
        "fashion_history:epochs",
        f"`fashion_history` has {epochs} epochs measured on `x_fashion_val`, and belongs to `fashion_model`",
        not cause,
        1,
        expected=f"{epochs} epochs, the network's loss on x_fashion_val among the values of val_loss",
        got=f"{len(curve)} epochs, {optimizer['iterations']} weight updates"
        + ("; other values" if cause and enough else ""),
        cause=cause,
        next_step='Pass epochs=course.budget["fashion_epochs"] and validation_data to the fit of fashion_model itself.',
        self_reported=True,
    )


PARTS = {"37.8": (_sealed, _confusion, _read_off, _claims)}
