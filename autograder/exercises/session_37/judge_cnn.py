"""Session 37, judging 37.5: the trained network. It is rebuilt and examined on digits it has never met."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np

from autograder import models, reading
from autograder.claims import Gap, accuracy_claim, gap, loss_claim, validation_claim
from autograder.classification import (
    ACCURACY_TOLERANCE,
    Classifier,
    Score,
    classifier,
    labels_of,
    output_and_loss,
)
from autograder.exercises import Sealed
from autograder.exercises.session_37.judge_images import DIGITS, digits_split
from autograder.exercises.session_37.known_images import ImageSplit
from autograder.findings import Finding, Measure, WrongAnswer, find
from autograder.image_rows import rows_of

RECOMPUTED = 2000  # images of a split, at most: the judge stays cheap, and a sample of more says little more
_LARGEST_BATCH, _UPDATES_AN_EPOCH = 128, 40  # the batch size is free, as long as there are enough updates
# More, where a split is larger than what is re-computed: four standard deviations of a sample of that size.
SAMPLED_ACCURACY, SAMPLED_LOSS = 0.02, 0.05


def _cnn(answers: Mapping) -> Classifier:
    return classifier(reading.entry(answers, "cnn", "model"), "cnn", DIGITS)


def score_of(model: Classifier, split: ImageSplit) -> tuple[Score, bool]:
    """The network's score on a split, with the student's labels, and whether that is a sample of the split only."""
    return model.score(split.x(RECOMPUTED), split.labels[:RECOMPUTED]), len(split.rows) > RECOMPUTED


def _output_and_loss(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    _, rank = labels_of(answers, "y_train")
    yield from output_and_loss(reading.entry(answers, "cnn", "model"), "cnn", rank, DIGITS, 2)


def _sealed(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    images = rows_of(answers, "x_train").scaled(sealed.key["images"])[..., np.newaxis]  # (n, 28, 28, 1)
    score = _cnn(answers).score(images, sealed.key["labels"])
    accuracy = Measure("cnn_accuracy", score.accuracy, sealed.key["cnn_accuracy"])
    yield find(
        "cnn:sealed_accuracy",
        "the network recognises digits it has never met",
        accuracy.passed,
        5,
        expected=f"accuracy of at least {accuracy.threshold.value:.3f}",
        got=f"{score.accuracy:.3f}",
        cause="About a tenth right is guessing: the network is untrained (rebuilt after fit?), or never learnt."
        if score.accuracy < 0.2
        else "The network has learnt too little: too few images or epochs, or a learning rate that does not fit.",
        next_step="Plot loss and val_loss: still falling, flat from the start, or rising?",
        measure=accuracy,
    )
    loss = Measure("cnn_loss", score.cross_entropy, sealed.key["cnn_loss"])
    yield find(
        "cnn:sealed_loss",
        "the network gives the true digit a high probability",
        loss.passed,
        2,
        expected=f"cross-entropy of at most {loss.threshold.value:.3f}",
        got=f"{score.cross_entropy:.3f}",
        cause="Its probabilities say too little of the digit, or are sure where they are wrong.",
        next_step="Compare with ln 10 = 2.303, the loss of guessing, and look at your val_loss curve.",
        measure=loss if math.isfinite(loss.value) else None,
    )


def _trained(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    optimizer, _ = models.compiled(reading.entry(answers, "cnn", "model"), "cnn")
    updates, images = optimizer["iterations"], len(rows_of(answers, "x_train"))
    epochs = int(sealed.key["epochs"])
    least = epochs * min(math.ceil(images / _LARGEST_BATCH), _UPDATES_AN_EPOCH)
    yield find(
        "cnn:updates",
        "the network was trained on all of x_train, for every epoch",
        updates >= least,
        1.5,
        expected=f"at least {least} weight updates: {epochs} epochs of {images} images",
        got=f"{updates} updates",
        cause="`cnn` was never fitted: a new network was built after training, or fit was called on another one."
        if updates == 0
        else "So few updates mean fewer epochs, fewer images or very large batches: the weights have hardly moved.",
        next_step="Pass all of x_train and y_train to fit, with the epochs of the budget.",
    )


def _claims(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    cnn = _cnn(answers)
    score, sampled = score_of(cnn, digits_split(answers, "test"))
    claimed = reading.number(answers, "test_accuracy")
    tolerance = ACCURACY_TOLERANCE + SAMPLED_ACCURACY * sampled
    other = partial(_other_part, answers, cnn, claimed)
    yield accuracy_claim("test_accuracy", claimed, score.accuracy, "cnn", 1.5, other=other, tolerance=tolerance)
    models.compiled(reading.entry(answers, "cnn", "model"), "cnn")  # without a loss there is nothing to compare with
    yield loss_claim(reading.number(answers, "test_loss"), score, cnn, 1, SAMPLED_LOSS * sampled)


def _other_part(answers: Mapping, cnn: Classifier, claimed: float) -> str:
    """A sentence saying which other part the network has that accuracy on; empty where there is none."""
    for part, words in (("train", "training"), ("val", "validation")):
        try:
            score, _ = score_of(cnn, digits_split(answers, part))
        except WrongAnswer:
            continue
        if abs(score.accuracy - claimed) < ACCURACY_TOLERANCE:
            return f"This is the accuracy on the {words} images, not on the test images."
    return ""


def _history(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    history = reading.entry(answers, "cnn_history", "history")
    reading.curve_of(history, "cnn_history", "val_accuracy")
    curve = reading.curve_of(history, "cnn_history", "val_loss")
    epochs, finite = int(sealed.key["epochs"]), curve[np.isfinite(curve)]
    fell = len(finite) > 1 and finite.min() < curve[0]
    yield find(
        "cnn_history:epochs",
        f"`cnn_history` has the curves of {epochs} epochs, and val_loss fell",
        len(curve) >= epochs and fell,
        1.5,
        expected=f"{epochs} values of val_loss, falling",
        got=f"{len(curve)} epochs, from {curve[0]:.3g} to {curve[-1]:.3g}",
        cause="Training stopped before the epochs that the task asks for."
        if len(curve) < epochs
        else "The loss never fell below that of the first epoch.",
        next_step='Pass epochs=course.budget["cnn_epochs"] to fit, and a new network.',
        self_reported=True,
    )
    yield validation_claim("cnn_history", "cnn", partial(digits_gap, answers, _cnn(answers), curve), 1.5)


def digits_gap(answers: Mapping, model: Classifier, curve: np.ndarray, part: str) -> Gap:
    """How far the model's loss on a part of the digits, "val" or "test", is from `curve`, float (epochs,)."""
    return split_gap(model, digits_split(answers, part), curve)


def split_gap(model: Classifier, split: ImageSplit, curve: np.ndarray) -> Gap:
    """How far the model's loss on a split of images is from `curve`, float (epochs,)."""
    score, sampled = score_of(model, split)
    return gap(model, score, curve, SAMPLED_LOSS * sampled)


PARTS = {"37.5": (_output_and_loss, _sealed, _trained, _claims, _history)}
