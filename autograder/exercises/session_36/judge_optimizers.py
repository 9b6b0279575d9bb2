"""Session 36, judging 36.6: six optimizers from one start."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from autograder import reading
from autograder.course import load_course
from autograder.exercises import Sealed
from autograder.exercises.session_36.judge_run import curves_agree, one_model, runs_of, same_start, same_updates
from autograder.findings import Finding, find

RATE, MOMENTUM = 0.01, 0.9
BUDGET = load_course().session("36").budgets["fast"]  # the least; more is allowed
_OPTIMIZERS = {
    "gd": "SGD", "momentum": "SGD", "adagrad": "Adagrad", "rmsprop": "RMSprop", "adadelta": "Adadelta", "adam": "Adam",
}  # fmt: skip


def _optimizer_classes(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    runs = runs_of(answers, "optimizer_runs", tuple(_OPTIMIZERS))
    shared = one_model(runs)
    for key, wanted in _OPTIMIZERS.items():
        optimizer = runs[key].optimizer
        momentum = float(optimizer["config"].get("momentum") or 0.0)
        rate = optimizer["learning_rate"]
        right_class = optimizer["class"] == wanted and (wanted != "SGD" or (momentum > 0) == (key == "momentum"))
        right_momentum = key != "momentum" or math.isclose(momentum, MOMENTUM, rel_tol=1e-3)
        yield find(
            f"optimizer_runs:{key}",
            f"the run “{key}” uses that optimizer",
            right_class and right_momentum and math.isclose(rate, RATE, rel_tol=1e-3),
            0.5,
            expected={"gd": "SGD without momentum", "momentum": f"SGD with momentum {MOMENTUM}"}.get(key, wanted)
            + f", rate {RATE}",
            got=optimizer["class"][:40]
            + (f" with momentum {momentum:g}" if optimizer["class"] == "SGD" else "")
            + f", rate {rate:.3g}",
            cause="All runs hold one and the same model, which shows the optimizer it was compiled with last."
            if shared
            else "The momentum is another one than the task gives."
            if right_class and not right_momentum
            else "The learning rate is another one than the task gives."
            if right_class
            else "Another optimizer was given to compile.",
            next_step="Build a new model inside the loop."
            if shared
            else f"Write momentum={MOMENTUM} for that run."
            if right_class and not right_momentum
            else f"Write learning_rate={RATE} for all six."
            if right_class
            else "keras.optimizers has a class for each of the six; plain and momentum are both SGD.",
        )


def _optimizer_fairness(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    runs = runs_of(answers, "optimizer_runs", tuple(_OPTIMIZERS))
    yield same_start("optimizer_runs", runs, 2.5)
    yield same_updates("optimizer_runs", runs, 1.5, int(BUDGET["optimizer_epochs"]))
    yield curves_agree("optimizer_runs", runs, 1)


def _ranking(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    runs = runs_of(answers, "optimizer_runs", tuple(_OPTIMIZERS))
    ranking = [str(item.get("value")) for item in reading.items(answers, "ranking")]
    losses = {key: run.validation().loss for key, run in runs.items()}
    complete = sorted(ranking) == sorted(_OPTIMIZERS)
    in_order = complete and all(losses[a] <= losses[b] + 1e-3 for a, b in zip(ranking, ranking[1:], strict=False))
    backwards = complete and all(losses[a] >= losses[b] - 1e-3 for a, b in zip(ranking, ranking[1:], strict=False))
    yield find(
        "ranking:order",
        "`ranking` lists the six from the lowest final validation loss to the highest",
        in_order,
        2,
        expected="the order of your own models' validation losses",
        got=", ".join(ranking)[:120] or "an empty list",
        cause="The list runs from the highest loss to the lowest."
        if backwards
        else "The order was not read off these runs."
        if complete
        else "Each of the six names must stand in the list once, spelt like the keys of optimizer_runs.",
        next_step="Sort the six names by the last val_loss of each run; `sorted` takes key=.",
    )


PARTS = {"36.6": (_optimizer_classes, _optimizer_fairness, _ranking)}
