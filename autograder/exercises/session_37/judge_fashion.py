"""Session 37, judging 37.8: garments. The network meets new ones, and what was read off it is computed again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from autograder import models, reading
from autograder.claims import accuracy_claim, unwatched
from autograder.classification import Classifier, Task, classifier
from autograder.confusion_matrix import Predictions, matrix_finding, matrix_of, predictions, shares_finding
from autograder.exercises import Sealed
from autograder.exercises.session_37.judge_cnn import split_gap
from autograder.exercises.session_37.known_images import ImageSplit, split_of
from autograder.findings import Finding, Measure, WrongAnswer, find
from autograder.image_rows import rows_of

CLASSES = 10
GARMENTS = Task(
    "prepared images", "(n, 28, 28, 1)", CLASSES, "ten kinds of garments, so ten outputs, one probability each",
    "Start it with keras.Input(shape=(28, 28, 1)).",
)  # fmt: skip
_ALL_TEST = 10_000  # the matrix is asked for on every test image, so all of them are computed again


def _split(answers: Mapping, part: str) -> ImageSplit:
    return split_of(answers, f"x_fashion_{part}", f"y_fashion_{part}", "fashion")


def _model(answers: Mapping) -> Classifier:
    return classifier(reading.entry(answers, "fashion_model", "model"), "fashion_model", GARMENTS)


def _predicted(answers: Mapping, split: ImageSplit) -> Predictions:
    return predictions(_model(answers), split.x(_ALL_TEST))


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
    said, split = matrix_of(answers, "confusion", CLASSES), _split(answers, "test")
    yield matrix_finding("confusion", said, _predicted(answers, split), split.true, "the test garments", 3.5)


def _read_off(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    matrix = matrix_of(answers, "confusion", CLASSES)
    yield shares_finding(answers, "class_accuracy", matrix, 2)
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
    accuracy = float(np.mean(_predicted(answers, split).best == split.true))
    said = reading.number(answers, "fashion_test_accuracy")
    yield accuracy_claim("fashion_test_accuracy", said, accuracy, "fashion_model", 1, data="x_fashion_test")
    curve = reading.curve_of(reading.entry(answers, "fashion_history", "history"), "fashion_history", "val_loss")
    optimizer, _ = models.compiled(reading.entry(answers, "fashion_model", "model"), "fashion_model")
    epochs = int(sealed.key["epochs"])
    enough = len(curve) >= epochs and optimizer["iterations"] >= epochs
    cause = unwatched(lambda part: split_gap(_model(answers), _split(answers, part), curve), "x_fashion_val")
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
