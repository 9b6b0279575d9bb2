"""Session 36, judging 36.3: one step of gradient descent, and the loop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from autograder import reading
from autograder.exercises import Sealed
from autograder.findings import Finding, WrongAnswer, few, find


def _one_step(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    x, y, w, b, rate = (
        np.asarray(sealed.inputs[name], dtype=float) for name in ("step_x", "y", "w", "b", "learning_rate")
    )
    residual = w * x + b - y
    before = float(np.mean(residual**2))
    loss = reading.number(answers, "train_step")
    after = _mean_square(answers, x, y)
    yield find(
        "train_step:loss",
        "`train_step` returns the mean squared error before the update",
        np.isclose(loss, before, rtol=1e-3),
        2,
        expected=f"{before:.4f}",
        got=f"{loss:.4f}",
        cause=_loss_cause(loss, before, residual, after),
        next_step="Inside the tape: predict, subtract, square, then tf.reduce_mean.",
    )
    new = np.array([reading.number(answers, "w after train_step"), reading.number(answers, "b after train_step")])
    gradient = np.array([2 * np.mean(residual * x), 2 * np.mean(residual)])
    old = np.array([w, b], dtype=float)
    yield find(
        "train_step:update",
        "`train_step` moves w and b one step down the gradient",
        np.allclose(new, old - rate * gradient, atol=1e-4),
        3.5,
        expected=f"w, b = {few(old - rate * gradient, 4)}",
        got=f"w, b = {few(new, 4)}",
        cause=_update_cause(old, new, gradient, float(rate), len(x)),
        next_step="new value = old value - learning_rate · gradient, for w and for b, in place.",
    )


def _mean_square(answers: Mapping, x: np.ndarray, y: np.ndarray) -> float:
    """The loss with the weights that the step left behind."""
    w, b = (reading.number(answers, f"{name} after train_step") for name in "wb")
    return float(np.mean((w * x + b - y) ** 2))


def _loss_cause(loss: float, before: float, residual: np.ndarray, after: float) -> str:
    if np.isclose(loss, np.sum(residual**2), rtol=1e-3):
        return "The squares were summed; the mean does not depend on the number of points."
    if np.isclose(loss, np.mean(np.abs(residual)), rtol=1e-3):
        return "This is the mean absolute error: the differences were not squared."
    if np.isclose(loss, before / 2, rtol=1e-3):
        return "This is half the mean of the squares."
    if np.isclose(loss, before**0.5, rtol=1e-3):
        return "A square root was taken; the loss is the mean of the squares itself."
    if np.isclose(loss, after, rtol=1e-3):
        return "The loss was measured after the update; the step must report what it started from."
    return "The value is not the mean of the squared differences."


def _update_cause(old: np.ndarray, new: np.ndarray, gradient: np.ndarray, rate: float, n: int) -> str:
    if np.allclose(new, old):
        return "Neither changed: a new tensor was made, the variables were not updated, or the gradient is None."
    if np.allclose(new, old + rate * gradient, atol=1e-4):
        return "The step goes up the gradient: the sign is wrong."
    if np.allclose(new, old - gradient, atol=1e-4):
        return "The gradient was not multiplied by the learning rate."
    if np.allclose(new, old - rate * n * gradient, rtol=1e-3, atol=1e-4):
        return "The gradient is that of the sum of squares; the loss is their mean."
    if np.isclose(new[0], old[0]) or np.isclose(new[1], old[1]):
        return "Only one of the two was updated."
    return "The change is not the learning rate times the gradient."


def _line(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    x, y = (sealed.inputs[name].astype(float) for name in ("x", "y"))
    returned = reading.items(answers, "fit_line")
    if len(returned) != 3:
        raise WrongAnswer(
            "fit_line:three", "`fit_line` returns three things", "w, b and the losses", f"{len(returned)} things",
            "Something is missing behind `return`, or there is too much.", "End it with `return w, b, losses`.",
        )  # fmt: skip
    w, b = (reading.number_of(value, f"{name} of fit_line") for value, name in zip(returned, "wb", strict=False))
    slope, intercept = np.polyfit(x, y, 1)
    yield find(
        "fit_line:solution",
        "`fit_line` arrives at the least-squares line",
        np.allclose([w, b], [slope, intercept], atol=0.02),
        3,
        expected=f"w, b = {slope:.3f}, {intercept:.3f}",
        got=f"w, b = {w:.3f}, {b:.3f}",
        cause="Training stopped before the loss was flat, or the learning rate is too small for the number of steps.",
        next_step="Plot the losses: still falling means more steps; growing means a smaller learning rate.",
    )
    losses = _losses(returned[2])
    at_start = len(losses) > 1 and np.isclose(losses[0], np.mean(y**2), rtol=1e-3)
    at_end = len(losses) > 1 and losses[-1] <= np.mean((w * x + b - y) ** 2) * 1.05 + 1e-4
    yield find(
        "fit_line:losses",
        "the losses that `fit_line` returns fall from that of w = 0, b = 0 to that of the line it found",
        at_start and at_end and losses[-1] < losses[0],
        1.5,
        expected=f"one loss per step, the first {np.mean(y**2):.4g}",
        got=f"{len(losses)} losses, from {losses[0]:.4g} to {losses[-1]:.4g}" if len(losses) else "no loss",
        cause="The first is not the loss of w = 0, b = 0: the start differs, or the loss was taken after the step."
        if not at_start
        else "The losses do not lead down to the line that is returned.",
        next_step="Append what train_step returns, once per step, and print the first five.",
    )


def _losses(value) -> np.ndarray:
    """The losses in a collected list, array or tensor: float64, (steps,)."""
    if value.get("kind") == "list":
        return np.array([reading.number_of(loss, "a loss of fit_line") for loss in reading.items_of(value, "losses")])
    return np.ravel(reading.array_of(value, "losses of fit_line", "ndarray", "Tensor", "list")).astype(float)


PARTS = {"36.3": (_one_step, _line)}
