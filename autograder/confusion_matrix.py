"""Confusion matrices that students give, and what is read off them, held against a rebuilt network's predictions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from autograder import reading
from autograder.classification import Classifier
from autograder.findings import Finding, WrongAnswer, find

CLOSE_CALL = 0.02  # between the two highest outputs: rounding, on a GPU above all, may exchange them
SHARE_TOLERANCE = 0.006


@dataclass(frozen=True)
class Predictions:
    """What a network makes of n inputs: of each its `best` class and the `second`, int64 (n,).

    `close`, bool (n,), says where another machine may predict the second one.
    """

    best: np.ndarray
    second: np.ndarray
    close: np.ndarray

    def allow(self, said: np.ndarray, labels: np.ndarray) -> bool:
        """Whether `said`, (classes, classes), is their confusion matrix for true classes `labels`, (n,)."""
        classes = len(said)
        if said.shape != (classes, classes):
            return False
        rest = said - counted(labels[~self.close], self.best[~self.close], classes)
        first, other = (counted(labels[self.close], column[self.close], classes) for column in (self.best, self.second))
        placed_once = np.array_equal(rest.sum(axis=1), first.sum(axis=1))
        return placed_once and bool((rest >= 0).all() and (rest <= first + other).all())


def predictions(model: Classifier, x: np.ndarray) -> Predictions:
    """What a network of two outputs or more makes of inputs `x`. Raises `WrongAnswer` for another one."""
    outputs = model.outputs(x).astype(float)
    if outputs.shape[1] < 2:
        raise WrongAnswer(
            f"{model.name}:classes", f"`{model.name}` has an output for each class", f"{model.task.classes} outputs",
            "one output", f"There are {model.task.kinds}.", model.task.next_step,
        )  # fmt: skip
    if model.from_logits:
        outputs = np.exp(outputs - outputs.max(axis=1, keepdims=True))
        outputs /= outputs.sum(axis=1, keepdims=True)
    rows, best = np.arange(len(outputs)), outputs.argmax(axis=1)
    highest = outputs[rows, best]
    outputs[rows, best] = -math.inf
    second = outputs.argmax(axis=1)
    return Predictions(best, second, highest - outputs[rows, second] < CLOSE_CALL)


def counted(true: np.ndarray, predicted: np.ndarray, classes: int) -> np.ndarray:
    """How often each true class was predicted as each class, int64 (classes, classes); what is no class is left out."""
    matrix = np.zeros((classes, classes), dtype=np.int64)
    within = (true >= 0) & (true < classes) & (predicted >= 0) & (predicted < classes)
    np.add.at(matrix, (true[within].astype(int), predicted[within].astype(int)), 1)
    return matrix


def matrix_of(answers: Mapping, name: str, classes: int) -> np.ndarray:
    """The confusion matrix in answer `name`, float64 (classes, classes). Raises `WrongAnswer`."""
    said = reading.array(answers, name)
    if said.shape == (classes, classes):
        return said.astype(float)
    raise WrongAnswer(
        f"{name}:shape", f"`{name}` has a row and a column for each class", f"({classes}, {classes}) whole numbers",
        f"{said.shape}", "A confusion matrix counts every pair of a true and a predicted class.",
        f"Start from np.zeros(({classes}, {classes}), dtype=int), or use sklearn's confusion_matrix.",
    )  # fmt: skip


def matrix_finding(
    name: str, said: np.ndarray, network: Predictions, labels: np.ndarray, data: str, points: float
) -> Finding:
    """Whether `said`, the answer `name`, is the `network`'s confusion matrix for the true classes `labels`, (n,).

    `data` says of what, such as "the test garments".
    """
    true = counted(labels, network.best, len(said))
    return find(
        f"{name}:true",
        f"`{name}` is the network's confusion matrix on {data}, rows true",
        network.allow(said, labels),
        points,
        expected=f"{true.sum()} pictures, {np.trace(true)} of them on the diagonal",
        got=f"{said.sum():g} pictures, {np.trace(said):g} of them on the diagonal",
        cause=_cause(said, network, labels, true),
        next_step="Check one row by hand: take the pictures of one true class, and count what is predicted for them.",
    )


def _cause(said: np.ndarray, network: Predictions, labels: np.ndarray, true: np.ndarray) -> str:
    if network.allow(said.T, labels):
        return "Rows and columns are exchanged: the true class is the row, the predicted one the column."
    if said.sum() <= len(said) + 0.1 < true.sum():
        return "These are shares; the task asks for counts."
    if said.sum() != true.sum():
        return "Its counts do not add up to the number of pictures: it was made of others, or of a part."
    by_chance = true.sum() / len(said)
    if np.trace(said) - by_chance < (np.trace(true) - by_chance) / 2:
        return "Labels and predictions come from different passes or orders: nothing gathers on the diagonal."
    return "It belongs to another network, or to this one before it was trained on, or to labels of another order."


def shares_finding(answers: Mapping, name: str, matrix: np.ndarray, points: float) -> Finding:
    """Whether answer `name` is the accuracy of each true class in the student's own `matrix`. Raises `WrongAnswer`.

    A class without a row may have any share.
    """
    said, rows, columns = reading.numbers(answers, name), matrix.sum(axis=1), matrix.sum(axis=0)
    if said.shape != rows.shape:
        raise WrongAnswer(
            f"{name}:shape", f"`{name}` has a number for each class", f"{len(rows)} numbers", f"shape {said.shape}",
            "Each true class has an accuracy of its own.",
            f"The diagonal of the matrix has {len(rows)} entries too.",
        )  # fmt: skip
    return find(
        f"{name}:matrix",
        f"`{name}` is, for each true class, the share on the diagonal of your matrix",
        np.allclose(said[rows > 0], _of(matrix, rows), atol=SHARE_TOLERANCE),
        points,
        expected="the diagonal divided by the counts of each true class",
        got=", ".join(f"{value:.2f}" for value in said[:10]),
        cause="It was divided by the sums of the columns: the share of right ones among the *predictions* of a class."
        if np.allclose(said[columns > 0], _of(matrix, columns), atol=SHARE_TOLERANCE)
        else "The numbers are in per cent; the task asks for shares."
        if np.allclose(said[rows > 0], 100 * _of(matrix, rows), atol=1)
        else "Something was divided by zero on the way."
        if not np.isfinite(said).all()
        else "The numbers do not follow from your matrix.",
        next_step="Along which axis do you add up to get all pictures of one true class?",
    )


def _of(matrix: np.ndarray, totals: np.ndarray) -> np.ndarray:
    """The diagonal as shares of `totals`, where they are above zero."""
    return np.diag(matrix)[totals > 0] / totals[totals > 0]
