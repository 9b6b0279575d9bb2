"""Session 36, judging training runs: what 36.6, 36.7, 36.9 and 36.10 have in common.

A run is what the notebook's `train_run` returns: `start` (weights before training), `model`, `history`, `seconds`.
Losses and accuracies are re-computed from each run's model on the shared validation flowers; only what a curve alone
can show is taken from the History, and is marked self-reported.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from autograder import models, reading
from autograder.classification import Score, Task, classifier
from autograder.data import iris_splits
from autograder.findings import Finding, find

LOSS_TOLERANCE = 5e-3  # between a History's last value and the re-computed one, relative to 1
FLOWERS = Task(
    "the four measurements of a flower", "(n, 4)", 3, "three species, so three outputs",
    "Start it with keras.Input(shape=(4,)).",
)  # fmt: skip


@dataclass(frozen=True)
class Run:
    """One training run as evidence. `start` and `weights` are flat lists of arrays in Keras's order."""

    name: str
    start: tuple[np.ndarray, ...]
    model: Mapping
    history: Mapping
    seconds: float

    @property
    def weights(self) -> list[np.ndarray]:
        return self.model["weights"]

    @property
    def optimizer(self) -> Mapping:
        return models.compiled(self.model, self.name)[0]

    def curve(self, metric: str) -> np.ndarray:
        """One recorded curve, shape (epochs,)."""
        return reading.curve_of(self.history, f"{self.name}['history']", metric)

    def validation(self) -> Score:
        """Loss and accuracy on the shared validation flowers, re-computed."""
        split = _iris()
        return classifier(self.model, f"{self.name}['model']", FLOWERS).score(split.x_val, split.y_val)


@cache
def _iris():
    return iris_splits()


def one_run(value, name: str) -> Run:
    items = reading.mapping_of(value, name)
    start = reading.items_of(items.get("start", {"kind": "absent"}), f"{name}['start']")
    arrays = tuple(reading.array_of(weight, f"{name}['start']") for weight in start)
    model = reading.typed(items.get("model", {"kind": "absent"}), f"{name}['model']", "model")
    history = reading.typed(items.get("history", {"kind": "absent"}), f"{name}['history']", "history")
    seconds = reading.number_of(items.get("seconds", {"kind": "absent"}), f"{name}['seconds']")
    return Run(name, arrays, model, history, seconds)


def runs_of(answers: Mapping, name: str, keys: tuple[str, ...]) -> dict[str, Run]:
    """The runs of a comparison under the expected keys. Raises `WrongAnswer` for the first that is missing."""
    entries = reading.mapping(answers, name)
    return {key: one_run(entries.get(key, {"kind": "absent"}), f"{name}[{_quoted(key)}]") for key in keys}


def _quoted(key: str) -> str:
    return key if key.replace(".", "").replace("-", "").replace("e", "").isdigit() else repr(key)


def same_start(name: str, runs: Mapping[str, Run], points: float) -> Finding:
    first = next(iter(runs.values()))
    different = [r.name for r in runs.values() if not equal_weights(r.start, first.start)]
    trained_on = any(equal_weights(b.start, a.weights) for a, b in pairwise(runs.values()))
    return find(
        f"{name}:same_start",
        "every run starts from the same untrained weights",
        not different,
        points,
        expected="equal `start` weights in all runs",
        got=f"{len(different)} of {len(runs)} differ from {first.name}" if different else "equal",
        cause="A run began where another one had ended: one model was trained again and again."
        if trained_on or one_model(runs)
        else "Each new model draws new random weights, so luck is compared along with the setting.",
        next_step="Build a new model for every run and give all of them the same first weights (set_weights).",
    )


def equal_weights(a, b) -> bool:
    return len(a) == len(b) and all(
        x.shape == y.shape and np.allclose(x, y, atol=1e-6) for x, y in zip(a, b, strict=True)
    )


def one_model(runs: Mapping[str, Run]) -> bool:
    """Whether one and the same model stands in all runs: then they all end with its last weights."""
    return all(equal_weights(a.weights, b.weights) for a, b in pairwise(runs.values()))


def same_updates(name: str, runs: Mapping[str, Run], points: float, least_epochs: int) -> Finding:
    shortest = min(len(run.curve("val_loss")) for run in runs.values())
    updates = {key: run.optimizer["iterations"] for key, run in runs.items()}
    moved = all(not equal_weights(run.start, run.weights) for run in runs.values())
    return find(
        f"{name}:same_updates",
        f"every run makes the same number of weight updates, over at least {least_epochs} epochs",
        moved and len(set(updates.values())) == 1 and shortest >= least_epochs,
        points,
        expected="one number for all, above 0",
        got=", ".join(f"{key}: {n}" for key, n in updates.items()) if moved else "a model that was not trained",
        cause=f"The shortest run has {shortest} epochs."
        if moved and shortest < least_epochs
        else "Runs of different length cannot be compared, and a model that is fitted twice has twice the updates."
        if moved
        else "`start` equals the final weights: the model was never fitted, or `start` was taken after training.",
        next_step="Train every run with the same epochs and batch size, each on a model of its own.",
    )


def trained_by_adam(name: str, runs: Mapping[str, Run], rate: float, points: float) -> Finding:
    """Whether every run was compiled with Adam at that learning rate."""
    optimizers = [run.optimizer for run in runs.values()]
    told = [f"{optimizer['class'][:40]} at {optimizer['learning_rate']:g}" for optimizer in optimizers]
    right = [o["class"] == "Adam" and math.isclose(o["learning_rate"], rate, rel_tol=1e-3) for o in optimizers]
    return find(
        f"{name}:optimizer",
        f"`{name}` is trained by Adam at rate {rate:g}",
        all(right),
        points,
        expected=f"Adam at {rate:g}",
        got=", ".join(f"{key}: {text}" for key, text in zip(runs, told, strict=True)),
        cause="How the runs learn differs as well, so the comparison is not fair."
        if len(set(told)) > 1
        else "The learning rate is another one than the task gives; Adam's own default is 0.001."
        if all(optimizer["class"] == "Adam" for optimizer in optimizers)
        else "Another optimizer than Adam was given to compile.",
        next_step="Make a new optimizer for every run, and pass learning_rate.",
    )


def curves_agree(name: str, runs: Mapping[str, Run], points: float) -> Finding:
    """The one cross-check a History allows: its last validation loss against the model's own."""
    worst, gap = "", 0.0
    for run in runs.values():
        recorded, now = run.curve("val_loss")[-1], run.validation()
        gaps = [abs(recorded - loss) / max(1.0, loss) for loss in now.losses]
        difference = min(gaps) if np.isfinite(recorded) else 0.0
        if not difference <= max(gap, LOSS_TOLERANCE):
            worst, gap = run.name, difference
    return find(
        f"{name}:curves",
        "each History ends where its model stands",
        not worst,
        points,
        expected="the last val_loss equals the model's loss on the validation flowers",
        got=f"{worst} differs by {gap:.3g}" if worst else "equal",
        cause="The History belongs to another model, or the model was trained on after it was recorded.",
        next_step="Keep each model together with the History of its own fit, validated on iris.x_val and iris.y_val.",
        self_reported=True,
    )
