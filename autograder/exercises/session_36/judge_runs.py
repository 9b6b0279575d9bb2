"""Session 36, judging the comparisons 36.6, 36.7, 36.9 and 36.10, whose answers are training runs.

A run is what the notebook's `train_run` returns: `start` (weights before training), `model`, `history`, `seconds`.
Losses and accuracies are re-computed from each run's model on the shared validation flowers; only what a curve alone
can show is taken from the History, and is marked self-reported.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from autograder import models, reading
from autograder.data import iris_splits
from autograder.exercises import Sealed
from autograder.findings import Finding, find

LOSS_TOLERANCE = 5e-3  # between a History's last value and the re-computed one, relative to 1
LONG_RUN_EPOCHS = 100
TABLE_EPOCHS = (5, 10, 20, 50, 100)
BATCH_SIZES = (8, 32, 90)
OVERFITTING = 1.05  # the last validation loss is more than this times the best one
TOO_LOW_FALL = 0.2  # a rate is too low when the loss falls by less than this share of its start
EXPLODED = 3 * math.log(3)  # nats: three times the loss of guessing among three classes
PLATEAU_START_RATE = 1.0


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

    def validation(self) -> tuple[float, float]:
        """Loss (sparse cross-entropy, in nats) and accuracy on the shared validation flowers, re-computed."""
        split = _iris()
        outputs = models.predict(models.rebuild(self.model, f"{self.name}['model']"), split.x_val)  # (30, 3)
        if outputs.shape != (len(split.y_val), 3):
            return math.nan, 0.0
        p = np.clip(outputs[np.arange(len(outputs)), split.y_val], 1e-7, 1)
        return float(np.mean(-np.log(p))), float(np.mean(outputs.argmax(axis=1) == split.y_val))


@cache
def _iris():
    return iris_splits()


def _run(value, name: str) -> Run:
    items = reading.mapping_of(value, name)
    start = reading.items_of(items.get("start", {"kind": "absent"}), f"{name}['start']")
    arrays = tuple(reading.array_of(weight, f"{name}['start']") for weight in start)
    model = reading.typed(items.get("model", {"kind": "absent"}), f"{name}['model']", "model")
    history = reading.typed(items.get("history", {"kind": "absent"}), f"{name}['history']", "history")
    seconds = reading.number_of(items.get("seconds", {"kind": "absent"}), f"{name}['seconds']")
    return Run(name, arrays, model, history, seconds)


def _runs(answers: Mapping, name: str, keys: tuple[str, ...]) -> dict[str, Run]:
    """The runs of a comparison under the expected keys. Raises `WrongAnswer` for the first that is missing."""
    entries = reading.mapping(answers, name)
    return {key: _run(entries.get(key, {"kind": "absent"}), f"{name}[{_quoted(key)}]") for key in keys}


def _quoted(key: str) -> str:
    return key if key.replace(".", "").replace("-", "").replace("e", "").isdigit() else repr(key)


def _same_start(name: str, runs: Mapping[str, Run], points: float) -> Finding:
    first = next(iter(runs.values()))
    different = [r.name for r in runs.values() if not _equal(r.start, first.start)]
    trained = [r.name for r in runs.values() if any(_equal(r.start, other.weights) for other in runs.values())]
    return find(
        f"{name}:same_start",
        "every run starts from the same untrained weights",
        not different,
        points,
        expected="equal `start` weights in all runs",
        got=f"{len(different)} of {len(runs)} differ from {first.name}" if different else "equal",
        cause="A run began where another one had ended: one model was trained again and again."
        if trained
        else "Each new model draws new random weights, so luck is compared along with the setting.",
        next_step="Build a new model for every run and give all of them the same first weights (set_weights).",
    )


def _equal(a, b) -> bool:
    return len(a) == len(b) and all(
        x.shape == y.shape and np.allclose(x, y, atol=1e-6) for x, y in zip(a, b, strict=True)
    )


def _same_updates(name: str, runs: Mapping[str, Run], points: float) -> Finding:
    updates = {key: run.optimizer["iterations"] for key, run in runs.items()}
    moved = all(not _equal(run.start, run.weights) for run in runs.values())
    return find(
        f"{name}:same_updates",
        "every run makes the same number of weight updates",
        moved and len(set(updates.values())) == 1,
        points,
        expected="one number for all, above 0",
        got=", ".join(f"{key}: {n}" for key, n in updates.items()) if moved else "a model that was not trained",
        cause="Runs of different length cannot be compared, and a model that is fitted twice has twice the updates.",
        next_step="Train every run with the same epochs and batch size, each on a model of its own.",
    )


def _curves_agree(name: str, runs: Mapping[str, Run], points: float) -> Finding:
    """The one cross-check a History allows: its last validation loss against the model's own."""
    worst, gap = "", 0.0
    for run in runs.values():
        recorded, loss = run.curve("val_loss")[-1], run.validation()[0]
        difference = abs(recorded - loss) / max(1.0, abs(loss)) if np.isfinite(recorded) else 0.0
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
        next_step="Keep each model together with the History of its own fit, validated on x_val and y_val.",
        self_reported=True,
    )


# --- 36.6 -------------------------------------------------------------------------------------------------------------

_OPTIMIZERS = {
    "gd": "SGD", "momentum": "SGD", "adagrad": "Adagrad", "rmsprop": "RMSprop", "adadelta": "Adadelta", "adam": "Adam",
}  # fmt: skip


def _optimizer_classes(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    runs = _runs(answers, "optimizer_runs", tuple(_OPTIMIZERS))
    for key, wanted in _OPTIMIZERS.items():
        optimizer = runs[key].optimizer
        momentum = float(optimizer["config"].get("momentum") or 0.0)
        right = optimizer["class"] == wanted and (
            key not in ("gd", "momentum") or (momentum > 0) == (key == "momentum")
        )
        yield find(
            f"optimizer_runs:{key}",
            f"the run “{key}” uses that optimizer",
            right,
            0.5,
            expected={"gd": "SGD without momentum", "momentum": "SGD with momentum above 0"}.get(key, wanted),
            got=f"{optimizer['class']}" + (f" with momentum {momentum:g}" if optimizer["class"] == "SGD" else ""),
            cause="Another optimizer was given to compile.",
            next_step="keras.optimizers has a class for each of the six; plain and momentum are both SGD.",
        )


def _optimizer_fairness(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    runs = _runs(answers, "optimizer_runs", tuple(_OPTIMIZERS))
    yield _same_start("optimizer_runs", runs, 2.5)
    yield _same_updates("optimizer_runs", runs, 1.5)
    yield _curves_agree("optimizer_runs", runs, 1)


def _ranking(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    runs = _runs(answers, "optimizer_runs", tuple(_OPTIMIZERS))
    ranking = [str(item.get("value")) for item in reading.items(answers, "ranking")]
    losses = {key: run.validation()[0] for key, run in runs.items()}
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


# --- 36.7 -------------------------------------------------------------------------------------------------------------


def rate_label(losses: np.ndarray) -> str:
    """The rule of 36.7 for a validation-loss curve of shape (epochs,): `too low`, `balanced` or `too high`."""
    if not np.all(np.isfinite(losses)) or losses.max() > EXPLODED:
        return "too high"
    return "too low" if losses[-1] > (1 - TOO_LOW_FALL) * losses[0] else "balanced"


def _classify(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    said = [str(item.get("value")) for item in reading.items(answers, "classify_rate")]
    first = next(iter(reading.items(answers, "classify_rate")), {"kind": "absent"})
    reading.typed(first, "classify_rate", "text")
    for label in ("too low", "balanced", "too high"):
        wrong = [s for s, truth in zip(said, sealed.key["labels"], strict=False) if truth == label and s != label]
        yield find(
            f"classify_rate:{label}",
            f"`classify_rate(losses)` recognises a rate that is {label}",
            not wrong and len(said) == len(sealed.key["labels"]),
            1,
            expected=f"“{label}” for every such curve",
            got=f"“{wrong[0]}” for {len(wrong)} of them" if wrong else "fewer labels than curves",
            cause="A run that overflows ends in NaN, and every comparison with NaN is False."
            if label == "too high"
            else "The limits of the rule are compared with other values, or in another order.",
            next_step="Follow the rule of the exercise from top to bottom with a curve of three numbers.",
        )


def _sweep_runs(answers: Mapping) -> dict[str, Run]:
    keys = tuple(reading.mapping(answers, "sweep"))
    return _runs(answers, "sweep", keys)


def _sweep(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    runs = _sweep_runs(answers)
    rates = [_as_float(key) for key in runs]
    used = [run.optimizer["learning_rate"] for run in runs.values()]
    wide = len(runs) >= 3 and min(rates) > 0 and max(rates) / min(rates) >= 1000
    fits = all(math.isclose(a, b, rel_tol=1e-3) for a, b in zip(rates, used, strict=True))
    yield find(
        "sweep:rates",
        "`sweep` has at least three learning rates a factor of 1000 apart, each used in its own run",
        wide and fits,
        1.5,
        expected="three or more rates; the optimizer of each run has the rate of its key",
        got=", ".join(f"{key}: {rate:g}" for key, rate in zip(runs, used, strict=True)) or "no run",
        cause="The optimizer did not get the rate it was meant to have, or the rates lie too close together.",
        next_step="Write learning_rate=rate when you make the optimizer, inside the loop over rates.",
    )


def _as_float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _sweep_labels(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    runs = _sweep_runs(answers)
    labels = {key: item.get("value") for key, item in reading.mapping(answers, "sweep_labels").items()}
    wanted = {key: rate_label(run.curve("val_loss")) for key, run in runs.items()}
    wrong = [key for key in wanted if labels.get(key) != wanted[key]]
    all_kinds = {"too low", "balanced", "too high"} <= set(wanted.values())
    yield find(
        "sweep_labels:curves",
        "`sweep_labels` says of each rate what its curve shows, and all three kinds occur",
        not wrong and all_kinds,
        1,
        expected="the rule applied to each run's val_loss, with a rate of every kind",
        got=f"{wrong[0]}: {labels.get(wrong[0])}" if wrong else f"only {', '.join(sorted(set(wanted.values())))}",
        cause="The label does not fit the recorded curve."
        if wrong
        else "The sweep does not reach far enough down or up to show all three kinds.",
        next_step="Apply classify_rate to run['history'].history['val_loss'] of every run."
        if wrong
        else "Add a rate a hundred times smaller or larger.",
        self_reported=True,
    )
    yield _curves_agree("sweep", {k: r for k, r in runs.items() if np.all(np.isfinite(r.curve("val_loss")))}, 0)


def _plateau(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    callback = reading.entry(answers, "plateau_callback", "callback")
    settings = callback["settings"]
    monitor, factor = settings.get("monitor"), settings.get("factor")
    yield find(
        "plateau_callback:settings",
        "`plateau_callback` is a ReduceLROnPlateau that watches the validation loss",
        callback["class"] == "ReduceLROnPlateau" and monitor == "val_loss",
        1.5,
        expected="ReduceLROnPlateau, monitor val_loss",
        got=f"{callback['class'][:40]}, monitor {str(monitor)[:40]}, factor {factor}",
        cause="The training loss goes on falling while the model already overfits."
        if monitor in ("loss", "accuracy")
        else "Another callback or another metric is watched.",
        next_step="Keras's callback for plateaus takes monitor=, factor= and patience=.",
    )
    run = _run(reading.entry(answers, "plateau_run", "dict"), "plateau_run")
    rate = run.optimizer["learning_rate"]
    yield find(
        "plateau_run:rate",
        f"the learning rate fell below {PLATEAU_START_RATE:g} during `plateau_run`",
        0 < rate < PLATEAU_START_RATE * 0.99,
        0.5,
        expected=f"a final rate below {PLATEAU_START_RATE:g}",
        got=f"{rate:.3g}",
        cause="The callback never acted: it was not passed to fit, or its patience is longer than the plateau.",
        next_step="Pass callbacks=[plateau_callback] and lower patience.",
    )
    losses, rates = run.curve("loss"), run.curve("learning_rate")
    drops = np.flatnonzero(np.diff(rates) < 0)
    yield find(
        "plateau_run:escaped",
        "after the first reduction the training loss falls below where it was stuck",
        drops.size > 0 and losses[drops[0] + 1 :].min(initial=np.inf) < losses[drops[0]],
        0.5,
        expected="a lower loss after the reduction",
        got=f"stuck at {losses[drops[0]]:.3g}" if drops.size else "the rate never changed",
        cause="Too few epochs are left after the reduction, or the factor is too small to matter.",
        next_step="Train longer, or choose a factor between 0.1 and 0.5.",
        self_reported=True,
    )


# --- 36.9 -------------------------------------------------------------------------------------------------------------

_HIDDEN = ("relu", "sigmoid", "tanh", "leaky_relu", "elu")


def _activations(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    runs = _runs(answers, "activation_runs", _HIDDEN)
    hidden = {key: _hidden_activation(run) for key, run in runs.items()}
    wrong = [key for key in hidden if hidden[key] != key]
    yield find(
        "activation_runs:hidden",
        "each run's hidden layer has the activation of its key",
        not wrong,
        2,
        expected=", ".join(_HIDDEN),
        got=", ".join(hidden.values()),
        cause="The activation in the loop does not reach the layer, or it replaced the softmax of the output.",
        next_step="Pass the name to Dense(8, activation=name) and print model.summary() for one run.",
    )
    yield _same_start("activation_runs", runs, 2)
    rates = {(run.optimizer["class"], round(run.optimizer["learning_rate"], 8)) for run in runs.values()}
    fair = _same_updates("activation_runs", runs, 1)
    if len(rates) > 1:
        yield find(
            fair.key, fair.check, False, 1, expected="one optimizer and one rate for all", got=f"{len(rates)} settings",
            cause="More than the activation differs between the runs.", next_step="Change one thing at a time.",
        )  # fmt: skip
    else:
        yield fair


def _hidden_activation(run: Run) -> str:
    layers = [x for x in models.architecture(run.model, f"{run.name}['model']") if x.kind == "Dense"]
    return layers[0].activation if layers else "none"


def _activation_table(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    runs = _runs(answers, "activation_runs", _HIDDEN)
    table = reading.mapping(answers, "activation_table")
    rows = {
        key: reading.mapping_of(table.get(key, {"kind": "absent"}), f"activation_table[{key!r}]") for key in _HIDDEN
    }

    def column(name: str) -> dict[str, float]:
        return {
            key: reading.number_of(row.get(name, {"kind": "absent"}), f"activation_table[{key!r}][{name!r}]")
            for key, row in rows.items()
        }

    accuracies = {key: run.validation()[1] for key, run in runs.items()}
    said = column("val_accuracy")
    off = [key for key in _HIDDEN if abs(said[key] - accuracies[key]) > 1e-3]
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
        all(seconds[key] > 0 and math.isclose(seconds[key], runs[key].seconds, rel_tol=0.01) for key in _HIDDEN),
        0.5,
        expected="the `seconds` of each run",
        got=", ".join(f"{value:.3g}" for value in seconds.values()),
        cause="The times are not those of these runs.",
        next_step="Copy run['seconds'] into the table.",
        self_reported=True,
    )


def _activation_answers(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    runs = _runs(answers, "activation_runs", _HIDDEN)
    accuracies = {key: run.validation()[1] for key, run in runs.items()}
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


# --- 36.10 ------------------------------------------------------------------------------------------------------------


def _long_run(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    run = _run(reading.entry(answers, "long_run", "dict"), "long_run")
    epochs = len(run.curve("val_loss"))
    updates = run.optimizer["iterations"]
    yield find(
        "long_run:epochs",
        f"`long_run` is one run of {LONG_RUN_EPOCHS} epochs, begun with untrained weights",
        epochs == LONG_RUN_EPOCHS
        and updates == LONG_RUN_EPOCHS * math.ceil(90 / 32)
        and not _equal(run.start, run.weights),
        2,
        expected=f"{LONG_RUN_EPOCHS} epochs of 3 updates (batches of 32)",
        got=f"{epochs} epochs, {updates} updates",
        cause="The run has another length or batch size, or the model had been trained before.",
        next_step="Build a new model and train it once, for 100 epochs; the shorter runs are read off its curve.",
    )
    table = reading.mapping(answers, "epoch_table")
    said = {n: reading.number_of(table.get(str(n), {"kind": "absent"}), f"epoch_table[{n}]") for n in TABLE_EPOCHS}
    final = run.validation()[0]
    yield find(
        "epoch_table:final",
        "`epoch_table[100]` is the trained model's validation loss",
        abs(said[100] - final) <= LOSS_TOLERANCE,
        1.5,
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
        next_step="The loss after n epochs stands at index n - 1.",
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
        math.isclose(seconds, run.seconds / max(1, len(losses)), rel_tol=0.02),
        0.5,
        expected=f"{run.seconds / max(1, len(losses)):.4f}",
        got=f"{seconds:.4f}",
        cause="The whole time, or the time of another run, stands here.",
        next_step="Divide long_run['seconds'] by the number of epochs.",
        self_reported=True,
    )


def _batch_runs(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    runs = _runs(answers, "batch_runs", tuple(str(size) for size in BATCH_SIZES))
    epochs = {key: len(run.curve("val_loss")) for key, run in runs.items()}
    updates = {key: run.optimizer["iterations"] for key, run in runs.items()}
    expected = {key: epochs[key] * math.ceil(90 / int(key)) for key in runs}
    yield find(
        "batch_runs:updates",
        "`batch_runs` has three runs of equal epochs whose updates follow from the batch size",
        updates == expected and len(set(epochs.values())) == 1,
        1,
        expected=", ".join(f"{key}: {n}" for key, n in expected.items()) + " updates",
        got=", ".join(f"{key}: {n}" for key, n in updates.items()),
        cause="batch_size did not reach fit, or a model was trained twice.",
        next_step="Build a new model for every batch size and pass batch_size to train_run.",
    )
    yield _same_start("batch_runs", runs, 1)


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


PARTS = {
    "36.6": (_optimizer_classes, _optimizer_fairness, _ranking),
    "36.7": (_classify, _sweep, _sweep_labels, _plateau),
    "36.9": (_activations, _activation_table, _activation_answers),
    "36.10": (_long_run, _batch_runs, _steps),
}
