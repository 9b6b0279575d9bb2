"""Session 36, judging 36.9: five hidden activations, all else equal."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from autograder import models, reading
from autograder.classification import ACCURACY_TOLERANCE
from autograder.course import load_course
from autograder.exercises import Sealed
from autograder.exercises.session_36.judge_run import (
    LOSS_TOLERANCE,
    Run,
    runs_of,
    same_start,
    same_updates,
    trained_by_adam,
)
from autograder.findings import Finding, find

BUDGET = load_course().session("36").budgets["fast"]  # the least; more is allowed
_RATE = 0.01  # of Adam, in every run
_HIDDEN = ("relu", "sigmoid", "tanh", "leaky_relu", "elu")


def _activations(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    runs = runs_of(answers, "activation_runs", _HIDDEN)
    hidden = {key: _hidden_activation(run) for key, run in runs.items()}
    wrong = [key for key in hidden if hidden[key] != key]
    yield find(
        "activation_runs:hidden",
        "each run's hidden layer has the activation of its key",
        not wrong,
        2,
        expected=", ".join(_HIDDEN),
        got=", ".join(hidden.values()),
        cause="The activation in the loop does not reach the layer.",
        next_step="Call new_model(name) inside the loop.",
    )
    yield same_start("activation_runs", runs, 2)
    yield same_updates("activation_runs", runs, 0.5, int(BUDGET["activation_epochs"]))
    yield trained_by_adam("activation_runs", runs, _RATE, 0.75)


def _hidden_activation(run: Run) -> str:
    layers = [x for x in models.architecture(run.model, f"{run.name}['model']") if x.kind == "Dense"]
    return layers[0].activation if layers else "none"


def _activation_table(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    runs = runs_of(answers, "activation_runs", _HIDDEN)
    table = reading.mapping(answers, "activation_table")
    rows = {
        key: reading.mapping_of(table.get(key, {"kind": "absent"}), f"activation_table[{key!r}]") for key in _HIDDEN
    }

    def column(name: str) -> dict[str, float]:
        return {
            key: reading.number_of(row.get(name, {"kind": "absent"}), f"activation_table[{key!r}][{name!r}]")
            for key, row in rows.items()
        }

    accuracies = {key: run.validation().accuracy for key, run in runs.items()}
    said = column("val_accuracy")
    off = [key for key in _HIDDEN if abs(said[key] - accuracies[key]) > ACCURACY_TOLERANCE]
    yield find(
        "activation_table:val_accuracy",
        "`val_accuracy` in the table is what each trained model reaches",
        not off,
        1.5,
        expected=f"{accuracies[off[0]]:.4f} for {off[0]}" if off else "the models' own accuracies",
        got=f"{said[off[0]]:.4f}" if off else "equal",
        cause="The number comes from another epoch, from the training data, or was typed in.",
        next_step="Take the last value of the run's val_accuracy curve.",
    )
    early = {key: float(run.curve("val_loss")[min(9, len(run.curve("val_loss")) - 1)]) for key, run in runs.items()}
    said = column("loss_at_10")
    off = [key for key in _HIDDEN if abs(said[key] - early[key]) > LOSS_TOLERANCE]
    yield find(
        "activation_table:loss_at_10",
        "`loss_at_10` in the table is the validation loss after the tenth epoch",
        not off,
        1,
        expected=f"{early[off[0]]:.4f} for {off[0]}" if off else "the tenth value of each val_loss curve",
        got=f"{said[off[0]]:.4f}" if off else "equal",
        cause="Lists count from 0: the tenth epoch has index 9.",
        next_step="Print the first twelve values of one curve and count.",
        self_reported=True,
    )
    seconds = column("seconds")
    yield find(
        "activation_table:seconds",
        "`seconds` in the table is the time each run took",
        all(seconds[key] > 0 and math.isclose(seconds[key], runs[key].seconds, rel_tol=0.1) for key in _HIDDEN),
        0.25,
        expected="the `seconds` of each run",
        got=", ".join(f"{value:.3g}" for value in seconds.values()),
        cause="The times are not those of these runs.",
        next_step="Copy run['seconds'] into the table.",
        self_reported=True,
    )


def _activation_answers(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    runs = runs_of(answers, "activation_runs", _HIDDEN)
    accuracies = {key: run.validation().accuracy for key, run in runs.items()}
    best = reading.text(answers, "most_accurate")
    yield find(
        "most_accurate:table",
        "`most_accurate` names an activation with the highest validation accuracy",
        accuracies.get(best, 0) >= max(accuracies.values()) - 1e-6,
        1,
        expected="the activation with the largest val_accuracy in your table",
        got=best,
        cause="The answer does not follow from the five runs; what others found need not hold here.",
        next_step="Use max with key=, or sort the table.",
    )
    early = {key: float(run.curve("val_loss")[min(9, len(run.curve("val_loss")) - 1)]) for key, run in runs.items()}
    fast = reading.text(answers, "fastest_to_learn")
    yield find(
        "fastest_to_learn:table",
        "`fastest_to_learn` names the activation with the lowest validation loss after ten epochs",
        early.get(fast, math.inf) <= min(early.values()) + 1e-3,
        1,
        expected="the activation with the smallest loss_at_10 in your table",
        got=fast,
        cause="The answer does not follow from the table. Fast to learn means few epochs, not few seconds.",
        next_step="Use min with key=, or sort the table by loss_at_10.",
        self_reported=True,
    )


PARTS = {"36.9": (_activations, _activation_table, _activation_answers)}
