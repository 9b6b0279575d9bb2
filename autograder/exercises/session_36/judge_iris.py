"""Session 36, judging 36.8: Iris end to end. The model is rebuilt and examined on flowers it has never met."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from autograder import models, reading
from autograder.exercises import Sealed
from autograder.exercises.session_36.judge_iris_data import DATA_PARTS, labels_of, split_of
from autograder.exercises.session_36.judge_run import KERAS_EPSILON
from autograder.findings import Finding, Measure, WrongAnswer, find

ACCURACY_TOLERANCE = 0.006  # two decimals are enough; one flower of 30 is 0.033
_SAME_LOSS = 1e-3  # between a History's value and the re-computed one, relative to 1
_CROSS_ENTROPIES = ("sparse_categorical_crossentropy", "categorical_crossentropy")
_CLASSIFICATION_LOSSES = {
    "sparse_categorical_crossentropy": 1,
    "categorical_crossentropy": 2,
    "categorical_focal_crossentropy": 2,
}  # rank of the labels


def _output_and_loss(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    model = reading.entry(answers, "iris_model", "model")
    chain = models.architecture(model, "iris_model")
    units, activation = (chain[-1].config.get("units"), chain[-1].activation) if chain else (None, "none")
    _, loss = models.compiled(model, "iris_model")
    _, rank = labels_of(answers, "train")
    fits = _CLASSIFICATION_LOSSES.get(loss["name"]) == rank
    probabilities = activation == "softmax" or (activation == "linear" and loss["from_logits"])
    yield find(
        "iris_model:output_and_loss",
        "output layer, loss and labels fit one another",
        units == 3 and probabilities and fits,
        1,
        expected="3 outputs that exclude one another, and the cross-entropy that fits your labels",
        got=f"{units} outputs, {activation}; {loss['name']}, from_logits={loss['from_logits']}; labels of rank {rank}",
        cause=_mismatch(units, activation, loss, fits),
        next_step="Go back to the table of outputs and losses and read the row of this problem.",
    )
    if activation == "softmax" and loss["from_logits"]:
        yield find(
            "iris_model:logits_advice",
            "advice: softmax already gives probabilities, so from_logits=True is not needed",
            True, 0, got="softmax with from_logits=True",
        )  # fmt: skip


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


def _mismatch(units, activation: str, loss: Mapping, fits: bool) -> str:
    if units != 3:
        return "There are three species, so three outputs."
    if activation == "sigmoid":
        return "Sigmoid asks three separate questions; the species exclude one another."
    if activation == "linear":
        return "The outputs are raw scores, and the loss was not told so (from_logits)."
    if loss["name"] not in _CLASSIFICATION_LOSSES:
        return f"`{loss['name'][:40]}` compares numbers; species are classes, and ask for a cross-entropy."
    if not fits:
        return "Whole-number labels go with the sparse loss, one-hot rows with the other one."
    return "The output's activation does not give probabilities."


def _sealed_accuracy(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    model = models.rebuild(reading.entry(answers, "iris_model", "model"), "iris_model")
    flowers = _model_input(answers, "scaler.transform(new flowers)", sealed.inputs["flowers"])
    accuracy = _accuracy(model, flowers, sealed.key["labels"])
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
    own = _accuracy(model, test.x, test.labels)
    claimed = reading.number(answers, "test_accuracy")
    yield find(
        "test_accuracy:true",
        "`test_accuracy` is what the model scores on `x_test`",
        abs(own - claimed) < ACCURACY_TOLERANCE,
        1,
        expected=f"{own:.4f}",
        got=f"{claimed:.4f}",
        cause="The number belongs to other data (training or validation), to another model, or was typed in.",
        next_step="Take it from iris_model.evaluate on the test part, after training, once.",
    )


def _model_input(answers: Mapping, name: str, raw: np.ndarray) -> np.ndarray:
    if answers.get("normalized_inside", {}).get("kind") == "scaler":
        return raw
    scaled = reading.array(answers, name, ndim=2)
    if scaled.shape != raw.shape:
        raise WrongAnswer(
            "scaler:rows", "`scaler` returns a row for every flower", f"{raw.shape}", f"{scaled.shape}",
            "The scaler drops or repeats rows.", "Use a scaler with fit and transform, such as StandardScaler.",
        )  # fmt: skip
    return scaled


def _accuracy(model, x: np.ndarray, labels: np.ndarray) -> float:
    """Share of rows of `x`, (n, 4), whose largest output is at the place of their label, (n,)."""
    outputs = _examined(lambda: models.predict(model, x.astype(np.float32)), model)
    return float(np.mean(outputs.argmax(axis=-1).ravel() == labels)) if outputs.ndim == 2 else 0.0


def _examined(compute, model) -> np.ndarray:
    """What `compute()` returns; raises `WrongAnswer` where the model takes other inputs than four measurements."""
    try:
        return compute()
    except Exception as error:
        raise WrongAnswer(
            "iris_model:input", "`iris_model` takes the four measurements of a flower", "input of shape (n, 4)",
            str(getattr(model, "input_shape", "none")), "The model was built for other data.",
            "Start it with keras.Input(shape=(4,)).",
        ) from error  # fmt: skip


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
    model = models.rebuild(entry, "iris_model")
    _, loss = models.compiled(entry, "iris_model")
    x, from_logits = split.x.astype(np.float32), loss["from_logits"]
    scores = _examined(lambda: models.log_probabilities(model, x, from_logits), model)
    if loss["name"] not in _CROSS_ENTROPIES or scores.ndim != 2 or not _are_classes(split.labels, scores):
        return True  # another loss: there is nothing to compare with
    true = scores[np.arange(len(scores)), split.labels.astype(int)]
    losses = [models.penalty(model) - kept.mean() for kept in (true, np.maximum(true, math.log(KERAS_EPSILON)))]
    ends = (curve[-1], np.nanmin(curve))
    return any(abs(loss - end) < _SAME_LOSS * max(1.0, loss) for loss in losses for end in ends)


def _are_classes(labels: np.ndarray, scores: np.ndarray) -> bool:
    return len(labels) > 0 and labels.min() >= 0 and labels.max() < scores.shape[1]


PARTS = {
    "36.8": (
        *DATA_PARTS,
        *(_output_and_loss, _builder, _sealed_accuracy, _history),
    ),
}
