"""Session 37, judging 37.5: the trained network. It is rebuilt and examined on digits it has never met."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from autograder import models, reading
from autograder.classification import (
    ACCURACY_TOLERANCE,
    CROSS_ENTROPIES,
    Classifier,
    Score,
    classifier,
    labels_of,
    output_and_loss,
)
from autograder.exercises import Sealed
from autograder.exercises.session_37.judge_images import DIGITS, digits_split
from autograder.findings import Finding, Measure, WrongAnswer, find
from autograder.image_rows import rows_of

RECOMPUTED = 2000  # images of a split, at most: the judge stays cheap, and a sample of more says little more
_LARGEST_BATCH, _UPDATES_AN_EPOCH = 128, 40  # the batch size is free, as long as there are enough updates
LOSS_TOLERANCE = 5e-3
# More, where a split is larger than what is re-computed: four standard deviations of a sample of that size.
SAMPLED_ACCURACY, SAMPLED_LOSS = 0.02, 0.05


def _cnn(answers: Mapping) -> Classifier:
    return classifier(reading.entry(answers, "cnn", "model"), "cnn", DIGITS)


def _score(cnn: Classifier, answers: Mapping, part: str) -> tuple[Score, bool]:
    """The network's score on a split, with the student's labels, and whether that is a sample of the split only."""
    split = digits_split(answers, part)
    return cnn.score(split.x(RECOMPUTED), split.labels[:RECOMPUTED]), len(split.rows) > RECOMPUTED


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
    score, sampled = _score(cnn, answers, "test")
    claimed = reading.number(answers, "test_accuracy")
    right = abs(score.accuracy - claimed) < ACCURACY_TOLERANCE + SAMPLED_ACCURACY * sampled
    yield find(
        "test_accuracy:true",
        "`test_accuracy` is what the network scores on `x_test`",
        right,
        1.5,
        expected=f"{score.accuracy:.4f}",
        got=f"{claimed:.4f}",
        cause="" if right else _claim_cause(answers, cnn, claimed, score.accuracy),
        next_step="Take both numbers from cnn.evaluate(x_test, y_test), after training, once.",
    )
    models.compiled(reading.entry(answers, "cnn", "model"), "cnn")  # without a loss there is nothing to compare with
    claimed = reading.number(answers, "test_loss")
    known = cnn.loss in CROSS_ENTROPIES and math.isfinite(score.loss)
    tolerance = LOSS_TOLERANCE + SAMPLED_LOSS * sampled
    yield find(
        "test_loss:true",
        "`test_loss` is the network's loss on `x_test`",
        known and score.has_loss(claimed, tolerance),
        1,
        expected=f"{score.loss:.4f}" if known else "a cross-entropy, which this loss is not",
        got=f"{claimed:.4f}",
        cause="The loss that was compiled is no cross-entropy, so its value says nothing of probabilities."
        if not known
        else "Loss and accuracy are exchanged: evaluate gives the loss first."
        if abs(claimed - score.accuracy) < ACCURACY_TOLERANCE
        else "The number belongs to other data, to another network, or was typed in.",
        next_step="evaluate gives back the loss, then the metrics, in the order of compile.",
    )


def _claim_cause(answers: Mapping, cnn: Classifier, claimed: float, true: float) -> str:
    if abs(claimed - 100 * true) < 100 * ACCURACY_TOLERANCE:
        return "The number is in per cent; Keras, and this check, count from 0 to 1."
    for part, words in (("train", "training"), ("val", "validation")):
        try:
            score, _ = _score(cnn, answers, part)
        except WrongAnswer:
            continue
        if abs(score.accuracy - claimed) < ACCURACY_TOLERANCE:
            return f"This is the accuracy on the {words} images, not on the test images."
    return "The number belongs to other data, to another network, or was typed in."


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
    yield _agrees(answers, curve)


def _agrees(answers: Mapping, curve: np.ndarray) -> Finding:
    """The cross-check a History allows: a value of its val_loss against the network's own loss on x_val."""
    cnn = _cnn(answers)
    here = _on_curve(answers, cnn, "val", curve)
    elsewhere = not here and _on_curve(answers, cnn, "test", curve)
    return find(
        "cnn_history:validation",
        "`cnn_history` was measured on `x_val`, and belongs to `cnn`",
        here,
        1.5,
        expected="the network's own loss on x_val among the values of val_loss",
        got="its loss on x_test" if elsewhere else "equal" if here else "other values",
        cause="The test images were given as validation_data: they are no longer new when the network is tested."
        if elsewhere
        else "The curve was measured on other images than x_val, or belongs to another network.",
        next_step="Pass validation_data=(x_val, y_val) to the fit of `cnn` itself.",
        self_reported=True,
    )


def _on_curve(answers: Mapping, cnn: Classifier, part: str, curve: np.ndarray) -> bool:
    if cnn.loss not in CROSS_ENTROPIES:
        return True  # another loss: there is nothing to compare with
    score, sampled = _score(cnn, answers, part)
    tolerance = LOSS_TOLERANCE + SAMPLED_LOSS * sampled
    return math.isnan(score.loss) or any(score.has_loss(value, tolerance) for value in curve)


PARTS = {"37.5": (_output_and_loss, _sealed, _trained, _claims, _history)}
