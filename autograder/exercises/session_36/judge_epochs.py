"""Session 36, judging 36.10: what one long run and three batch sizes show."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from autograder import reading
from autograder.exercises import Sealed
from autograder.exercises.session_36.judge_run import (
    LOSS_TOLERANCE,
    Run,
    equal_weights,
    one_run,
    runs_of,
    same_start,
    trained_by_adam,
)
from autograder.findings import Finding, find

LONG_RUN_EPOCHS = 100
TABLE_EPOCHS = (5, 10, 20, 50, 100)
BATCH_SIZES = (8, 32, 90)
BATCH_EPOCHS = 10
LONG_RUN_RATE, BATCH_RATE = 0.03, 0.01  # of Adam
OVERFITTING = 1.05  # the last validation loss is more than this times the best one


def _long_run(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    run = one_run(reading.entry(answers, "long_run", "dict"), "long_run")
    epochs = len(run.curve("val_loss"))
    updates = run.optimizer["iterations"]
    yield find(
        "long_run:epochs",
        f"`long_run` is one run of {LONG_RUN_EPOCHS} epochs, begun with untrained weights",
        epochs == LONG_RUN_EPOCHS
        and updates == LONG_RUN_EPOCHS * math.ceil(90 / 32)
        and not equal_weights(run.start, run.weights),
        2,
        expected=f"{LONG_RUN_EPOCHS} epochs of 3 updates (batches of 32)",
        got=f"{epochs} epochs, {updates} updates",
        cause="The run has another length or batch size, or the model had been trained before.",
        next_step="Build a new model and train it once, for 100 epochs; the shorter runs are read off its curve.",
    )
    yield trained_by_adam("long_run", {"long_run": run}, LONG_RUN_RATE, 0.25)
    table = reading.mapping(answers, "epoch_table")
    said = {n: reading.number_of(table.get(str(n), {"kind": "absent"}), f"epoch_table[{n}]") for n in TABLE_EPOCHS}
    final = run.validation().loss
    yield find(
        "epoch_table:final",
        "`epoch_table[100]` is the trained model's validation loss",
        abs(said[100] - final) <= LOSS_TOLERANCE,
        1,
        expected=f"{final:.4f}",
        got=f"{said[100]:.4f}",
        cause="The table holds another quantity (accuracy, training loss), or the run of another model.",
        next_step="Fill the table from long_run's val_loss curve.",
    )
    yield from _curve_answers(answers, run, said)


def _curve_answers(answers: Mapping, run: Run, said: Mapping[int, float]) -> Iterator[Finding]:
    losses = run.curve("val_loss")
    off = [n for n in TABLE_EPOCHS if n <= len(losses) and abs(said[n] - losses[n - 1]) > LOSS_TOLERANCE]
    shifted = bool(off) and all(
        n < len(losses) and abs(said[n] - losses[n]) <= LOSS_TOLERANCE for n in TABLE_EPOCHS[:-1]
    )
    yield find(
        "epoch_table:curve",
        "`epoch_table` holds the validation loss after 5, 10, 20, 50 and 100 epochs",
        not off,
        0.75,
        expected=f"{losses[off[0] - 1]:.4f} after {off[0]} epochs" if off else "the curve's values",
        got=f"{said[off[0]]:.4f}" if off else "equal",
        cause="The values are one epoch late: index 5 is the sixth epoch."
        if shifted
        else "The values are not the curve's.",
        next_step="How many values has the curve after 5 epochs, and at which index is the last of them?",
        self_reported=True,
    )
    best = int(np.argmin(losses)) + 1
    answer = reading.number(answers, "best_epoch")
    yield find(
        "best_epoch:curve",
        "`best_epoch` is the epoch with the lowest validation loss, counted from 1",
        answer == best or (0 < answer <= len(losses) and losses[int(answer) - 1] <= losses.min() + 1e-6),
        0.75,
        expected="the position of the minimum of your val_loss curve, plus 1",
        got=f"{answer:g}",
        cause="np.argmin counts from 0, epochs from 1." if answer == best - 1 else "The minimum lies elsewhere.",
        next_step="Mark the epoch in the plot of the curve: is it the lowest point?",
        self_reported=True,
    )
    overfits = losses[-1] > OVERFITTING * losses.min()
    yield find(
        "overfits:curve",
        "`overfits` says whether the last validation loss is more than 5 % above the best one",
        bool(reading.number(answers, "overfits")) == overfits,
        0.5,
        expected="True or False, as your own curve has it",
        got=str(bool(reading.number(answers, "overfits"))),
        cause="The answer does not follow from the curve: compare the last value with 1.05 times the smallest.",
        next_step="Compute both values and compare them in code.",
        self_reported=True,
    )
    seconds = reading.number(answers, "seconds_per_epoch")
    yield find(
        "seconds_per_epoch:value",
        "`seconds_per_epoch` is the run's time divided by its epochs",
        math.isclose(seconds, run.seconds / max(1, len(losses)), rel_tol=0.1),
        0.25,
        expected=f"{run.seconds / max(1, len(losses)):.4f}",
        got=f"{seconds:.4f}",
        cause="The whole time, or the time of another run, stands here.",
        next_step="Divide long_run['seconds'] by the number of epochs.",
        self_reported=True,
    )


def _batch_runs(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    runs = runs_of(answers, "batch_runs", tuple(str(size) for size in BATCH_SIZES))
    epochs = {key: len(run.curve("val_loss")) for key, run in runs.items()}
    updates = {key: run.optimizer["iterations"] for key, run in runs.items()}
    expected = {key: epochs[key] * math.ceil(90 / int(key)) for key in runs}
    yield find(
        "batch_runs:updates",
        f"`batch_runs` has three runs of {BATCH_EPOCHS} epochs whose updates follow from the batch size",
        updates == expected and set(epochs.values()) == {BATCH_EPOCHS},
        1,
        expected=", ".join(f"{key}: {n}" for key, n in expected.items()) + " updates",
        got=", ".join(f"{key}: {n}" for key, n in updates.items()),
        cause=f"The runs have {', '.join(map(str, sorted(set(epochs.values()))))} epochs; the task says {BATCH_EPOCHS}."
        if set(epochs.values()) != {BATCH_EPOCHS}
        else "batch_size did not reach fit, or a model was trained twice.",
        next_step="Build a new model for every batch size, and pass epochs and batch_size to train_run.",
    )
    yield same_start("batch_runs", runs, 1)
    yield trained_by_adam("batch_runs", runs, BATCH_RATE, 0.5)


def _steps(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    sizes = [(int(n), int(batch)) for n, batch in sealed.inputs["sizes"]]
    said = [reading.number_of(value, "steps_per_epoch") for value in reading.items(answers, "steps_per_epoch")]
    wrong = [(n, b, s) for (n, b), s in zip(sizes, said, strict=False) if s != math.ceil(n / b)]
    n, b, s = wrong[0] if wrong else (0, 1, 0)
    yield find(
        "steps_per_epoch:formula",
        "`steps_per_epoch(n, batch_size)` counts the last, smaller batch too",
        not wrong and len(said) == len(sizes),
        2,
        expected=f"{math.ceil(n / b)} steps for {n} examples in batches of {b}",
        got=f"{s:g}",
        cause="Rounding down forgets the examples left over after the last full batch."
        if s == n // b
        else "The count must be a whole number of batches that together hold every example once.",
        next_step="Try 5 examples in batches of 2 on paper.",
    )


PARTS = {"36.10": (_long_run, _batch_runs, _steps)}
