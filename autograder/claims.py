"""What students state of a trained classifier, held against what the rebuilt model scores."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from autograder.classification import ACCURACY_TOLERANCE, CROSS_ENTROPIES, Classifier, Score
from autograder.findings import Finding, find

CLAIMED_LOSS_TOLERANCE = 5e-3  # Keras adds up in float32, batch by batch
_ROUNDING = 1e-4  # more than that of float32 on a CPU, and too little to be met by chance
_FAR_NEARER = 5
_WORSE_THAN_GUESSING = 3


def accuracy_claim(
    name: str, said: float, accuracy: float, model: str, points: float, *, data: str = "x_test",
    other: Callable[[], str] = str, tolerance: float = ACCURACY_TOLERANCE,
) -> Finding:  # fmt: skip
    """Whether the answer `name` is the `accuracy` that `model` has on `data`, x and y of the same ending.

    `other` may tell what the number is instead.
    """
    right = abs(said - accuracy) < tolerance
    percent = abs(said - 100 * accuracy) < 100 * ACCURACY_TOLERANCE
    return find(
        f"{name}:true",
        f"`{name}` is what `{model}` scores on `{data}`",
        right,
        points,
        expected=f"{accuracy:.4f}",
        got=f"{said:.4f}",
        cause=""
        if right
        else "The number is in per cent; Keras, and this check, count from 0 to 1."
        if percent
        else other() or "The number belongs to other data (training or validation), to another model, or was typed in.",
        next_step=f"Take the second number of {model}.evaluate({data}, y{data[1:]}), after training, once.",
    )


def loss_claim(said: float, score: Score, model: Classifier, points: float, more: float = 0) -> Finding:
    """Whether `test_loss` is the model's loss on x_test, to `CLAIMED_LOSS_TOLERANCE` and `more`."""
    known = model.loss in CROSS_ENTROPIES and math.isfinite(score.loss)
    return find(
        "test_loss:true",
        f"`test_loss` is the loss of `{model.name}` on `x_test`",
        known and score.has_loss(said, CLAIMED_LOSS_TOLERANCE + more),
        points,
        expected=f"{score.loss:.4f}" if known else "a cross-entropy, which this loss is not",
        got=f"{said:.4f}",
        cause="The loss that was compiled is no cross-entropy, so its value says nothing of probabilities."
        if not known
        else "Loss and accuracy are exchanged: evaluate gives the loss first."
        if abs(said - score.accuracy) < ACCURACY_TOLERANCE
        else "The number belongs to other data, to another model, or was typed in.",
        next_step=f"Take the first number of {model.name}.evaluate(x_test, y_test).",
    )


@dataclass(frozen=True)
class Gap:
    """How far the loss of a model lies from the nearest value of a curve: at least, and at most.

    Both are the same unless the loss was re-computed of a sample. Relative, as in `Score.off`.
    """

    least: float = 0.0
    most: float = math.inf  # that is, nothing is known

    @property
    def fits(self) -> bool:
        """Whether the loss may be one of the curve's values."""
        return self.least <= CLAIMED_LOSS_TOLERANCE


def gap(model: Classifier, score: Score, curve: np.ndarray, more: float = 0) -> Gap:
    """How far the loss in the model's `score` on some data is from `curve`, float (epochs,); `more` is for a sample."""
    if model.loss not in CROSS_ENTROPIES or not math.isfinite(score.loss):
        return Gap()
    nearest = min((score.off(value) for value in curve), default=math.inf)
    return Gap(max(0.0, nearest - more), nearest + more)


def unwatched(gap_on: Callable[[str], Gap], data: str = "x_val") -> str:
    """Why a History was not measured on `data` with the model it is said to belong to; empty where it was.

    `gap_on` says of a part, "val" or "test", how far the model's loss on it is from the values of val_loss: that is the
    one cross-check a History allows. A loss may fit by chance; that of the part which was watched fits far better.
    """
    watched = gap_on("val")
    if watched.least <= _ROUNDING:
        return ""
    tested = gap_on("test")
    if watched.fits and tested.most >= watched.least / _FAR_NEARER:
        return ""
    if tested.fits:
        return "The test part was given as validation_data: it is no longer new when the model is tested."
    return f"The curve was measured on other data than {data}, or belongs to another model."


def odd_labels(history: Mapping, classes: int) -> str:
    """Why a collected History cannot be of labels that name one of `classes` each; empty where it can.

    Of rows y that add up to s, such as one-hot rows to which 1 was added, no cross-entropy falls below -Σ y ln(y / s):
    about `classes` times what guessing costs, ln(`classes`).
    """
    losses = history["metrics"].get("loss", np.zeros(0))
    if losses.size and np.nanmin(losses, initial=np.inf) > _WORSE_THAN_GUESSING * math.log(classes):
        return "Its training loss stayed far above that of guessing: the labels given to fit name no single class."
    return ""


def validation_claim(history: str, model: str, gap_on: Callable[[str], Gap], points: float) -> Finding:
    """Whether `history` is not `unwatched`."""
    cause = unwatched(gap_on)
    return find(
        f"{history}:validation",
        f"`{history}` was measured on `x_val`, and belongs to `{model}`",
        not cause,
        points,
        expected=f"the loss of `{model}` on x_val among the values of val_loss",
        got="other values" if cause else "equal",
        cause=cause,
        next_step=f"Pass validation_data=(x_val, y_val) to the fit of `{model}` itself.",
        self_reported=True,
    )
