"""Session 36, judging 36.8: Iris end to end. The model is rebuilt and examined on flowers it has never met."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from autograder import models, reading
from autograder.claims import accuracy_claim
from autograder.classification import CROSS_ENTROPIES, classifier, labels_of, output_and_loss
from autograder.exercises import Sealed
from autograder.exercises.session_36.judge_iris_data import DATA_PARTS, normalized_inside, split_of
from autograder.exercises.session_36.judge_run import FLOWERS
from autograder.findings import Finding, Measure, WrongAnswer, find


def _output_and_loss(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    _, rank = labels_of(answers, "y_train")
    yield from output_and_loss(reading.entry(answers, "iris_model", "model"), "iris_model", rank, FLOWERS, 1)


def _builder(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    model = reading.entry(answers, "build_iris_model", "model")
    optimizer, _ = models.compiled(model, "build_iris_model")
    built, trained = ([w.shape for w in m["weights"]] for m in (model, reading.entry(answers, "iris_model", "model")))
    new = optimizer["iterations"] == 0
    yield find(
        "build_iris_model:new",
        "`build_iris_model()` returns a new, compiled, untrained model of the same layers as `iris_model`",
        new and built == trained,
        0.5,
        expected="0 weight updates so far, and the same layers",
        got=f"{optimizer['iterations']} updates, {len(built)} weight arrays beside {len(trained)}",
        cause="`iris_model` is not a model that this function built."
        if new
        else "The function trains the model, or hands out one that was made elsewhere.",
        next_step="Build and compile inside the function; fit outside it.",
    )


def _sealed_accuracy(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    model = classifier(reading.entry(answers, "iris_model", "model"), "iris_model", FLOWERS)
    flowers = _model_input(answers, "scaler.transform(new flowers)", sealed.inputs["flowers"])
    accuracy = model.score(flowers, sealed.key["labels"]).accuracy
    measure = Measure("sealed_accuracy", accuracy, sealed.key["threshold"])
    yield find(
        "iris_model:sealed_accuracy",
        "the model recognises flowers it has never met",
        measure.passed,
        3.5,
        expected=f"accuracy of at least {measure.threshold.value:.2f}",
        got=f"{accuracy:.3f}",
        cause="About a third right is guessing: the model is untrained, or learnt from numbers scaled in another way."
        if accuracy < 0.45
        else "The model has learnt too little: too few epochs, or a learning rate that does not fit.",
        next_step="Plot loss and val_loss: still falling, flat from the start, or rising?",
        measure=measure,
    )
    test = split_of(answers, "test")
    own = model.score(test.x, test.labels).accuracy
    claimed = reading.number(answers, "test_accuracy")
    yield accuracy_claim("test_accuracy", claimed, own, "iris_model", 1)


def _model_input(answers: Mapping, name: str, raw: np.ndarray) -> np.ndarray:
    if normalized_inside(answers):
        return raw
    scaled = reading.array(answers, name, ndim=2)
    if scaled.shape != raw.shape:
        raise WrongAnswer(
            "scaler:rows", "`scaler` returns a row for every flower", f"{raw.shape}", f"{scaled.shape}",
            "The scaler drops or repeats rows.", "Use a scaler with fit and transform, such as StandardScaler.",
        )  # fmt: skip
    return scaled


def _history(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    history = reading.entry(answers, "iris_history", "history")
    curve = reading.curve_of(history, "iris_history", "val_loss")
    entry = reading.entry(answers, "iris_model", "model")
    here, elsewhere = _fits_curve(answers, entry, "val", curve), _fits_curve(answers, entry, "test", curve)
    fell = len(curve) > 1 and np.nanmin(curve) < curve[0]
    yield find(
        "iris_history:curves",
        "`iris_history` has `iris_model`'s loss on `x_val` for every epoch, and it fell",
        fell and here,
        1,
        expected="several epochs of val_loss that end at the model's own loss on x_val",
        got=f"{len(curve)} epochs, from {curve[0]:.3g} to {curve[-1]:.3g}",
        cause="One epoch is too short to learn from three updates."
        if len(curve) == 1
        else "The test part was given as validation_data: it is no longer new when the model is tested."
        if elsewhere and not here
        else "The curve was measured on other data than x_val, or belongs to another model."
        if not here
        else "The loss never fell below that of the first epoch.",
        next_step="Pass validation_data=(x_val, y_val) to fit and train for the epochs of the budget.",
        self_reported=True,
    )


def _fits_curve(answers: Mapping, entry: Mapping, part: str, curve: np.ndarray) -> bool:
    """Whether the model's cross-entropy on a part is the curve's last value, or its least (weights restored)."""
    split = split_of(answers, part)
    model = classifier(entry, "iris_model", FLOWERS)
    if model.loss not in CROSS_ENTROPIES:
        return True  # another loss: there is nothing to compare with
    score = model.score(split.x, split.labels)
    return math.isnan(score.loss) or any(score.has_loss(end) for end in (curve[-1], np.nanmin(curve)))


PARTS = {
    "36.8": (
        *DATA_PARTS,
        *(_output_and_loss, _builder, _sealed_accuracy, _history),
    ),
}
