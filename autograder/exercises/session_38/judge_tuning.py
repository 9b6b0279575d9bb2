"""Session 38, judging 38.7: fine-tuning. What moved, what must not have, and whether it did harm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np

from autograder import models, reading
from autograder.claims import accuracy_claim, odd_labels, unwatched
from autograder.early_stopping import followed
from autograder.exercises import Sealed
from autograder.exercises.session_38.judge_transfer import (
    GUESSING,
    network,
    part_score,
    photos_gap,
    sealed_accuracy,
)
from autograder.exercises.session_38.known_photos import PHOTOS
from autograder.exercises.session_38.shipped import moved, shipped
from autograder.findings import Finding, WrongAnswer, find

LAST = 30
_HEAD_TENSORS = 4  # kernels and offsets of the head's two layers
_MOST_HARM = 0.05  # of sealed accuracy: with 200 photos, chance alone is that large
_RATE = 0.1  # of phase one's, at most
_MOST_MOVE = 0.6  # of the thawed kernels, at least
_PATIENCE = 2
_WATCHED = {"val_loss": 1, "val_accuracy": -1}  # and whether less or more of it is better


def _changes(answers: Mapping, sealed: Sealed) -> np.ndarray:
    """For each of the base's weights whether fine-tuning moved it. Raises `WrongAnswer` for another network."""
    wanted = shipped(sealed.key["budget"])
    before, after = (reading.entry(answers, name, "model")["weights"] for name in ("model", "fine_model"))
    if not wanted.fits(before) or not wanted.fits(after):
        raise WrongAnswer(
            "fine_model:base", "`fine_model` is the copy of `model` that the lesson makes", "the same network",
            "another network", "It was built anew, or another base was put in.",
            "Run the cell above that makes fine_model, then your solution.",
        )  # fmt: skip
    count = len(wanted.weights)
    return moved(after[:count], before[:count])


def _moved(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    changed, wanted = _changes(answers, sealed), shipped(sealed.key["budget"])
    entry = reading.entry(answers, "fine_model", "model")
    optimizer, _ = models.compiled(entry, "fine_model")
    late = wanted.layer_of >= len(wanted.kinds) - LAST
    kernels = late & ~wanted.norms
    early = changed & ~late & ~wanted.norms
    share = float(changed[kernels].mean())
    yield find(
        "fine_model:moved",
        f"the last {LAST} layers of the base have moved",
        share >= _MOST_MOVE,
        2,
        expected="every thawed kernel changed",
        got=f"{int(changed[kernels].sum())} of {int(kernels.sum())} changed",
        cause="`fine_model` was not trained after it was copied."
        if not optimizer["iterations"]
        else "Fewer layers were thawed than the task says, or none."
        if share or entry["trainable_weights"] <= _HEAD_TENSORS
        else "They were thawed after `compile`, or compile was not called again: what may move is noted there.",
        next_step="First set what is trainable, then compile, then fit.",
    )
    yield find(
        "fine_model:early_layers",
        "no earlier layer has moved",
        not early.any(),
        1.5,
        expected="early layers as they were",
        got=f"{int(early.sum())} of their tensors have changed",
        cause="More than its last layers was thawed: what the base knows of edges and textures is being lost.",
        next_step=f"Freeze all of fine_base.layers[:-{LAST}] one by one.",
    )


def _batchnorm(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    changed, wanted = _changes(answers, sealed), shipped(sealed.key["budget"])
    drifted = int(changed[wanted.statistics].sum())
    learnt = int(changed[wanted.norms & ~wanted.statistics].sum())
    yield find(
        "fine_model:batchnorm_statistics",
        "BatchNorm's moving statistics are what they were",
        not drifted,
        2,
        expected="no statistic moved",
        got=f"{drifted} of {int(wanted.statistics.sum())} moved",
        cause="training=False does not protect them under fit while their layers are trainable.",
        next_step="Set trainable = False on every BatchNormalization layer itself, then compile.",
    )
    yield find(
        "fine_model:batchnorm_frozen",
        "BatchNorm's scales and offsets are what they were",
        not learnt,
        1,
        expected="no gamma or beta moved",
        got=f"{learnt} moved",
        cause="BatchNorm layers were thawed with the rest.",
        next_step="Freeze them one by one after thawing the base.",
    )


def _compiled(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    first, _ = models.compiled(reading.entry(answers, "model", "model"), "model")
    optimizer, _ = models.compiled(reading.entry(answers, "fine_model", "model"), "fine_model")
    before, rate = float(first["learning_rate"]), float(optimizer["learning_rate"])
    yield find(
        "fine_model:rate",
        "the learning rate is at most a tenth of phase one's",
        0 < rate <= before * _RATE * 1.001,
        1.5,
        expected=f"at most {before * _RATE:g}",
        got=f"{rate:g}",
        cause="Steps as long as phase one's wipe out what the layers know before they can adapt.",
        next_step="Pass learning_rate= to a new Adam.",
    )
    clipped = any(optimizer["config"].get(key) for key in ("clipnorm", "clipvalue", "global_clipnorm"))
    yield find(
        "fine_model:clipping",
        "gradients are clipped",
        clipped,
        1,
        expected="clipnorm, clipvalue or global_clipnorm",
        got="none of them",
        cause="One unlucky batch can send a very large step into the base.",
        next_step="Adam takes clipnorm=1.0.",
    )


def _callback(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    callback = reading.entry(answers, "tuning_stop", "callback")
    settings = callback["settings"]
    monitor = str(settings.get("monitor"))[:40]
    right = callback["class"] == "EarlyStopping" and monitor in _WATCHED
    restores, patience = settings.get("restore_best_weights") is True, settings.get("patience")
    yield find(
        "tuning_stop:settings",
        "`tuning_stop` stops on a validation metric with the task's patience and restores the best weights",
        right and restores and patience == _PATIENCE,
        1.5,
        expected=f"EarlyStopping on val_loss, patience {_PATIENCE}, best weights restored",
        got=f"{callback['class'][:30]} on {monitor}, patience {str(patience)[:9]}, "
        f"{'best' if restores else 'last'} weights",
        cause="By default the network keeps the weights of its last epoch."
        if right and not restores
        else "It waits for another number of epochs than the task says."
        if right
        else "The training loss falls even while the network overfits."
        if monitor in ("loss", "accuracy")
        else "It is another callback, or watches another metric than the task names.",
        next_step="Set monitor, patience and restore_best_weights.",
    )


def _result(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    fine = network(answers, sealed, "fine_model")
    before, after = (sealed_accuracy(answers, sealed, model) for model in (network(answers, sealed, "model"), fine))
    trained = models.compiled(reading.entry(answers, "fine_model", "model"), "fine_model")[0]["iterations"] > 0
    yield find(
        "fine_model:sealed_accuracy",
        "on unseen flowers `fine_model` is not worse than before, within chance",
        trained and after >= before - _MOST_HARM,
        1.5,
        expected=f"at least {before - _MOST_HARM:.3f}",
        got=f"{after:.3f}" if trained else "a network that was not tuned",
        cause="`fine_model` is still the copy it was made as."
        if not trained
        else "About a fifth right is guessing: its head is not the trained one of `model`, or the steps were too long."
        if after < GUESSING
        else "Fine-tuning has ruined what was learnt: too high a rate, or moving statistics.",
        next_step="Lower the learning rate, and look at val_loss of the first epochs.",
    )
    accuracy = part_score(answers, sealed, fine, "test").accuracy
    yield accuracy_claim("tuned_accuracy", reading.number(answers, "tuned_accuracy"), accuracy, "fine_model", 0.5)


def _history(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    first, tuned = (reading.entry(answers, name, "history") for name in ("head_history", "tuning_history"))
    done, epochs = len(first["epochs"]), [int(reading_) for reading_ in tuned["epochs"] if type(reading_) is int]
    most = max(int(sealed.key["tuning_epochs"]), 1)
    follow = 0 < len(epochs) <= most and np.array_equal(epochs, done + np.arange(len(epochs)))
    wrong_epochs = "" if follow else _epochs_cause(epochs, done)
    other_loss = "" if _same_loss(answers) else "The loss is another one than phase one's."
    cause = wrong_epochs or other_loss or odd_labels(tuned, PHOTOS.classes)
    cause = cause or _unwatched(answers, sealed, tuned, most)
    yield find(
        "tuning_history:epochs",
        "`tuning_history` goes on from phase one: its epochs, its loss and the photos it watches",
        not cause,
        1.5,
        expected=f"epochs {done}, {done + 1}, … (counted from 0), {most} at most; the loss of `fine_model` on x_val "
        "among the values of val_loss",
        got=f"epochs {epochs[:4]}" + (", another loss" if other_loss else ", other values" if cause and follow else ""),
        cause=cause,
        next_step="initial_epoch is the number of epochs that are done; epochs is the number of the last one."
        if wrong_epochs
        else "Compile with the loss of `model`; give fit validation_data=(x_val, y_val) and callbacks=[tuning_stop].",
        self_reported=True,
    )


def _unwatched(answers: Mapping, sealed: Sealed, tuned: Mapping, most: int) -> str:
    """Why the History was not measured on x_val, or `fine_model` is not what `tuning_stop` leaves; empty if it is."""
    gap_from = partial(photos_gap, answers, sealed, network(answers, sealed, "fine_model"))
    curve, callback = reading.curve_of(tuned, "tuning_history", "val_loss"), answers.get("tuning_stop", {})
    settings = callback["settings"] if callback.get("kind") == "callback" else {}
    monitor = str(settings.get("monitor"))
    sign = _WATCHED.get(monitor)
    if sign is None or settings.get("restore_best_weights") is not True:  # which is told of the callback
        return unwatched(partial(gap_from, curve))
    watched = sign * reading.curve_of(tuned, "tuning_history", monitor)
    ended, best = followed(watched, settings, most)
    if len(curve) > ended:
        return "It goes on after the epoch in which `tuning_stop` ends it: fit did not have the callback."
    cause = unwatched(partial(gap_from, curve[best : best + 1]))
    if not cause:  # a callback that watched a training keeps the best value that it saw
        return "" if "best" in settings else "`tuning_stop` has watched no epoch: fit did not have it."
    if not unwatched(partial(gap_from, curve)):
        return "`fine_model` does not have the weights of the best epoch: fit did not have `tuning_stop`."
    return cause


def _epochs_cause(epochs: list[int], done: int) -> str:
    if epochs and epochs[0] == done - 1:
        return "An epoch is counted twice: initial_epoch is one too small."
    if epochs and epochs[0] == 0:
        return "They begin at 0 again: initial_epoch is missing."
    return "They do not follow the last epoch of head_history, or there are more than the budget says."


def _same_loss(answers: Mapping) -> bool:
    before, after = (
        models.compiled(reading.entry(answers, name, "model"), name)[1] for name in ("model", "fine_model")
    )
    return (before["name"], before["from_logits"]) == (after["name"], after["from_logits"])


PARTS = {"38.7": (_moved, _batchnorm, _compiled, _callback, _result, _history)}
