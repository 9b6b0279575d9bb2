"""Session 37, judging 37.6: how long to train. The best epoch, and a callback that gives its weights back."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from autograder import reading
from autograder.claims import CLAIMED_LOSS_TOLERANCE
from autograder.classification import CROSS_ENTROPIES, classifier
from autograder.early_stopping import followed
from autograder.exercises import Sealed
from autograder.exercises.session_37.judge_cnn import SAMPLED_LOSS, score_of
from autograder.exercises.session_37.judge_images import DIGITS, digits_split
from autograder.findings import Finding, find

_VALIDATION_METRICS = {"val_loss": ("auto", "min"), "val_accuracy": ("auto", "max")}
_PATIENCE = 2


def _best_epoch(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    curve = reading.curve_of(reading.entry(answers, "long_history", "history"), "long_history", "val_loss")
    epochs = int(sealed.key["long_epochs"])
    yield find(
        "long_history:epochs",
        f"`long_history` has the validation loss of {epochs} epochs",
        len(curve) >= epochs,
        0.5,
        expected=f"{epochs} values",
        got=f"{len(curve)} values",
        cause="The training was shorter than the task asks for, so its best epoch says little.",
        next_step='Pass epochs=course.budget["long_epochs"] to fit, without a callback that stops it.',
        self_reported=True,
    )
    best = np.flatnonzero(curve == np.nanmin(curve)) + 1 if np.isfinite(curve).any() else np.zeros(0)
    said = reading.number(answers, "best_epoch")
    yield find(
        "best_epoch:curve",
        "`best_epoch` is where your own validation loss is lowest, counted from 1",
        said in best,
        1.5,
        expected=f"epoch {best[0]}" if len(best) else "an epoch of a finite curve",
        got=f"{said:g}",
        cause=_best_cause(answers, said, best),
        next_step="np.argmin gives a place in the list; which epoch is the first entry?",
        self_reported=True,
    )


def _best_cause(answers: Mapping, said: float, best: np.ndarray) -> str:
    metrics = reading.entry(answers, "long_history", "history")["metrics"]
    accuracy, loss = metrics.get("val_accuracy"), metrics.get("loss")
    if said + 1 in best:
        return "This is the place in the list, counted from 0."
    if accuracy is not None and said == np.argmax(accuracy) + 1:
        return "This is the epoch of the best validation accuracy; the task asks for the lowest validation loss."
    if loss is not None and said == np.argmin(loss) + 1:
        return "This is where the training loss was lowest, which is nearly always the last epoch."
    return "The number does not follow from this curve: typed in, or read off another run."


def _callback(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    callback = reading.entry(answers, "early_stopping", "callback")
    settings = callback["settings"]
    monitor, mode = str(settings.get("monitor"))[:40], str(settings.get("mode", "auto"))
    yield find(
        "early_stopping:monitor",
        "`early_stopping` is an EarlyStopping that watches the validation loss",
        callback["class"] == "EarlyStopping" and monitor == "val_loss" and mode in _VALIDATION_METRICS["val_loss"],
        2.5,
        expected="EarlyStopping on val_loss",
        got=f"{callback['class'][:40]} on {monitor}, mode {mode[:10]}",
        cause="The training loss falls almost for ever: a callback that watches it sees no overfitting."
        if monitor in ("loss", "accuracy")
        else "With mode='max' a falling loss counts as getting worse."
        if mode == "max"
        else "Another callback, or another metric than the task names, is watched.",
        next_step="Give monitor= the name under which History keeps the validation loss.",
    )
    yield find(
        "early_stopping:restores",
        "`early_stopping` gives the network its best weights back",
        settings.get("restore_best_weights") is True,
        2,
        expected="the weights of the best epoch",
        got="the weights of the last epoch",
        cause="By default training only stops, and the network keeps the weights of the last, worse epoch.",
        next_step="Look through the arguments of EarlyStopping for one that restores weights.",
    )
    patience = settings.get("patience", 0)
    yield find(
        "early_stopping:patience",
        "`early_stopping` waits as many epochs as the task says",
        patience == _PATIENCE,
        0.5,
        expected="the patience that the task names",
        got=str(patience)[:10],
        cause="Without patience one unlucky epoch ends the training."
        if patience == 0
        else "The callback waits for another number of epochs than the task says.",
        next_step="Set patience= to the number of epochs in the task.",
    )


def _stopped(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    settings = reading.entry(answers, "early_stopping", "callback")["settings"]
    curve = reading.curve_of(reading.entry(answers, "stopped_history", "history"), "stopped_history", "val_loss")
    most = 2 * int(sealed.key["long_epochs"])
    expected, _ = followed(curve, settings, most)
    yield find(
        "stopped_history:stopped",
        "`stopped_history` ends where `early_stopping` ends a training of twice as many epochs",
        len(curve) == expected,
        0.5,
        expected=f"{expected} epochs" if expected <= len(curve) else f"more epochs, {most} at most",
        got=f"{len(curve)} epochs",
        cause="The training went on after the callback would have stopped it: fit did not have the callback."
        if len(curve) > expected
        else "The training was over before the callback could stop it.",
        next_step="Give the fit of stopped_model the callback, and twice the epochs of the long training.",
        self_reported=True,
    )


def _restored(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    model = classifier(reading.entry(answers, "stopped_model", "model"), "stopped_model", DIGITS)
    curve = reading.curve_of(reading.entry(answers, "stopped_history", "history"), "stopped_history", "val_loss")
    score, sampled = score_of(model, digits_split(answers, "val"))
    tolerance = CLAIMED_LOSS_TOLERANCE + SAMPLED_LOSS * sampled
    known = model.loss in CROSS_ENTROPIES and math.isfinite(score.loss)
    best, last = float(np.nanmin(curve)), float(curve[-1])
    at_best = known and score.has_loss(best, tolerance)
    yield find(
        "stopped_model:restored",
        "`stopped_model` has the weights of the best epoch of `stopped_history`",
        at_best,
        2.5,
        expected=f"a loss of {best:.4f} on x_val, the lowest of its curve",
        got=f"{score.loss:.4f}" if known else "a loss that is no cross-entropy",
        cause="The network still has the weights of the last epoch: the best ones were not restored."
        if known and score.has_loss(last, tolerance)
        else "The network is not the one that this History was recorded with, or was trained on after it stopped.",
        next_step="Pass callbacks=[early_stopping] to the fit of stopped_model, and keep what that fit returns.",
    )


PARTS = {"37.6": (_best_epoch, _callback, _stopped, _restored)}
