"""Session 36, judging 36.7: a sweep of learning rates, and a plateau."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from autograder import reading
from autograder.exercises import Sealed
from autograder.exercises.session_36.judge_run import Run, curves_agree, one_run, runs_of
from autograder.findings import Finding, find

TOO_LOW_FALL = 0.2  # a rate is too low when the loss falls by less than this share of its start
EXPLODED = 3 * math.log(3)  # nats: three times the loss of guessing among three classes
PLATEAU_START_RATE = 1.0


def rate_label(losses: np.ndarray) -> str:
    """The rule of 36.7 for a validation-loss curve of shape (epochs,): `too low`, `balanced` or `too high`."""
    if not np.all(np.isfinite(losses)) or losses.max() > EXPLODED:
        return "too high"
    return "too low" if losses[-1] > (1 - TOO_LOW_FALL) * losses[0] else "balanced"


def _classify(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    said = [_said(item) for item in reading.items(answers, "classify_rate")]
    if all(not text for text in said):
        reading.typed(next(iter(reading.items(answers, "classify_rate")), {"kind": "absent"}), "classify_rate", "text")
    cases = list(zip(said, sealed.key["labels"], sealed.inputs["curves"], strict=False))
    for label in ("too low", "balanced", "too high"):
        missed = [(s, curve) for s, truth, curve in cases if truth == label and s != label]
        wrong = [s for s, _ in missed]
        only_nan = bool(missed) and all(np.isnan(curve).any() for _, curve in missed)
        yield find(
            f"classify_rate:{label}",
            f"`classify_rate(losses)` recognises a rate that is {label}",
            not wrong and len(said) == len(sealed.key["labels"]),
            1,
            expected=f"“{label}” for every such curve",
            got=f"“{wrong[0]}” for {len(wrong)} of them" if wrong else "fewer labels than curves",
            cause="A run that overflows ends in NaN, and every comparison with NaN is False."
            if only_nan
            else "The limits of the rule are compared with other values, or in another order.",
            next_step="Follow the rule of the exercise from top to bottom with a curve of three numbers.",
        )


def _said(item: Mapping) -> str:
    """The label that came back for one curve, the error it raised, or nothing."""
    return str(item.get("value", ""))[:40] if item["kind"] == "text" else item.get("error", "")[:120]


def _sweep_runs(answers: Mapping) -> dict[str, Run]:
    keys = tuple(reading.mapping(answers, "sweep"))
    return runs_of(answers, "sweep", keys)


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
    yield curves_agree("sweep", {k: r for k, r in runs.items() if np.all(np.isfinite(r.curve("val_loss")))}, 0)


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
    run = one_run(reading.entry(answers, "plateau_run", "dict"), "plateau_run")
    rate = run.optimizer["learning_rate"]
    recorded = "learning_rate" in run.history["metrics"]
    yield find(
        "plateau_run:rate",
        f"the learning rate fell below {PLATEAU_START_RATE:g} during `plateau_run`",
        0 < rate < PLATEAU_START_RATE * 0.99,
        0.5,
        expected=f"a final rate below {PLATEAU_START_RATE:g}",
        got=f"{rate:.3g}",
        cause="The callback acted, but its factor is so close to 1 that little changed."
        if recorded and np.any(np.diff(run.curve("learning_rate")) < 0)
        else "The callback never acted: it was not passed to fit, or its patience is longer than the plateau.",
        next_step="Pass callbacks=[plateau_callback] and lower patience.",
    )
    losses = run.curve("loss")
    rates = run.curve("learning_rate") if recorded else np.full(len(losses), rate)
    drops = np.flatnonzero(np.diff(rates) < 0)
    escaped = drops.size > 0 and losses[drops[0] + 1 :].min(initial=np.inf) < losses[drops[0]]
    begun = math.isclose(rates[0], PLATEAU_START_RATE, rel_tol=1e-3)
    yield find(
        "plateau_run:escaped",
        f"the run begins at rate {PLATEAU_START_RATE:g}, and after the first reduction its training loss falls further",
        begun and escaped,
        0.5,
        expected="a lower loss after the reduction",
        got=(f"stuck at {losses[drops[0]]:.3g}" if drops.size else "the rate never changed")
        + f", begun at {rates[0]:.3g}",
        cause="ReduceLROnPlateau was not among the callbacks of this run."
        if not recorded
        else "The run began at another learning rate."
        if not begun
        else "Too few epochs are left after the reduction, or the factor is too close to 1.",
        next_step="Pass callbacks=[plateau_callback] to train_run, with Adam at the rate of the task, for 40 epochs.",
        self_reported=True,
    )


PARTS = {"36.7": (_classify, _sweep, _sweep_labels, _plateau)}
