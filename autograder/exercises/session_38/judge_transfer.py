"""Session 38, judging 38.4: the head on the frozen base, and the same network from scratch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np

from autograder import models, reading
from autograder.claims import Gap, accuracy_claim, gap, loss_claim, odd_labels, validation_claim
from autograder.classification import Classifier, Score, classifier, output_and_loss
from autograder.exercises import Sealed
from autograder.exercises.session_38.judge_base import head_of
from autograder.exercises.session_38.known_photos import PHOTOS, photos_split, pool, resized
from autograder.exercises.session_38.shipped import Shipped, moved, shipped
from autograder.findings import Finding, Measure, find, going_on
from autograder.photo_rows import photos_of

MARGIN = 0.10  # of sealed accuracy, between the frozen base and the network from scratch
GUESSING = 0.3  # of sealed accuracy: less is hardly more than a fifth
_LARGEST_BATCH = 64
_SLOWEST = 0.99  # momentum of BatchNorm's statistics that can follow a training of some hundred steps
_NEW = {"gamma": 1.0, "beta": 0.0}  # what BatchNorm's weights begin with


def network(answers: Mapping, sealed: Sealed, name: str) -> Classifier:
    """The rebuilt model in that answer. Raises `WrongAnswer`."""
    return classifier(reading.entry(answers, name, "model"), name, PHOTOS, shipped(sealed.key["budget"]).weights)


def sealed_accuracy(answers: Mapping, sealed: Sealed, model: Classifier) -> float:
    """Its accuracy on photos it has never met, prepared as the student's own test photos are. Raises `WrongAnswer`."""
    size = shipped(sealed.key["budget"]).base.image_size
    x = photos_of(answers, "x_test").scaled(resized(sealed.key["images"], size))
    return model.score(x, sealed.key["labels"]).accuracy


def part_score(answers: Mapping, sealed: Sealed, model: Classifier, part: str) -> Score:
    """Its accuracy and loss on the student's own `part`, such as "test". Raises `WrongAnswer`."""
    split = photos_split(answers, part)
    return model.score(split.x(shipped(sealed.key["budget"]).base.image_size), split.labels)


def _output(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    labels_rank = photos_split(answers, "test").labels_rank
    yield from output_and_loss(reading.entry(answers, "model", "model"), "model", labels_rank, PHOTOS, 1)


def _scores(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    """All that has to be computed with the two networks, each rebuilt once."""
    model = network(answers, sealed, "model")
    trained = models.compiled(reading.entry(answers, "model", "model"), "model")[0]["iterations"] > 0
    ours = sealed_accuracy(answers, sealed, model)
    measure = Measure("transfer_accuracy", ours, sealed.key["transfer_accuracy"])
    yield find(
        "model:sealed_accuracy",
        "the network recognises flowers it has never met",
        measure.passed,
        4,
        expected=f"accuracy of at least {measure.threshold.value:.3f}",
        got=f"{ours:.3f}",
        cause="About a fifth right is guessing: the head is untrained (rebuilt after fit?), or photos unprepared."
        if ours < GUESSING or not trained
        else "The head has learnt too little: too few photos or epochs, or a learning rate that does not fit.",
        next_step="Plot loss and val_loss of head_history: still falling, flat from the start, or rising?",
        measure=measure,
    )
    for numbers in (_test_numbers, _validated):
        yield from going_on(numbers(answers, sealed, model))
    scratch = network(answers, sealed, "scratch_model")
    theirs = sealed_accuracy(answers, sealed, scratch)
    yield find(
        "model:beats_scratch",
        f"on unseen flowers `model` beats your own baseline by at least {MARGIN:.0%}",
        trained and ours - theirs >= MARGIN,
        2,
        expected=f"{MARGIN:.2f} more than from scratch",
        got=f"{ours:.3f} against {theirs:.3f}",
        cause="The head on the frozen base has hardly learnt, or base and baseline were exchanged."
        if trained
        else "`model` was never trained: what it gets right is chance.",
        next_step="Compare both learning curves: which one stays near the line of guessing?",
    )
    accuracy = part_score(answers, sealed, scratch, "test").accuracy
    said = reading.number(answers, "scratch_accuracy")
    yield accuracy_claim("scratch_accuracy", said, accuracy, "scratch_model", 0.25)


def _test_numbers(answers: Mapping, sealed: Sealed, model: Classifier) -> Iterator[Finding]:
    score = part_score(answers, sealed, model, "test")
    yield accuracy_claim("test_accuracy", reading.number(answers, "test_accuracy"), score.accuracy, "model", 0.75)
    yield loss_claim(reading.number(answers, "test_loss"), score, model, 0.25)


def _validated(answers: Mapping, sealed: Sealed, model: Classifier) -> Iterator[Finding]:
    curve = reading.curve_of(reading.entry(answers, "head_history", "history"), "head_history", "val_loss")
    yield validation_claim("head_history", "model", partial(photos_gap, answers, sealed, model, curve), 0.25)


def photos_gap(answers: Mapping, sealed: Sealed, model: Classifier, curve: np.ndarray, part: str) -> Gap:
    """How far the model's loss on a part of the photos, "val" or "test", is from `curve`, float (epochs,)."""
    return gap(model, part_score(answers, sealed, model, part), curve)


def _frozen(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    entry, wanted = reading.entry(answers, "model", "model"), shipped(sealed.key["budget"])
    fits = wanted.fits(entry["weights"])
    changed = moved(entry["weights"][: len(wanted.weights)], wanted.weights) if fits else np.ones(1, dtype=bool)
    random = fits and changed.mean() > 0.9
    statistics_alone = fits and changed.any() and not changed[~wanted.statistics].any()
    yield find(
        "model:base_unchanged",
        "training has left the base exactly as it was",
        not changed.any(),
        3,
        expected="the pre-trained weights",
        got=f"{int(changed.sum())} of {len(changed)} tensors have changed" if fits else "another network",
        cause="BatchNorm's statistics moved: its layers were trainable while fit ran."
        if statistics_alone
        else "The base was trained too: it was not frozen when `compile` was called, or never had the weights."
        if fits
        else "`model` does not begin with the base of 38.2.",
        next_step="Freeze the base, build and compile the classifier again, and train it.",
    )
    if random:
        return
    trained = entry["trainable_weights"]
    yield find(
        "model:frozen",
        "the base is still frozen after training",
        trained == 4,
        0.5,
        expected="4 trainable tensors",
        got=f"{trained} trainable tensors",
        cause="It was thawed before or after the training; fine-tuning comes later.",
        next_step="Leave base_model.trainable at False in this exercise.",
    )


def _fair(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    scratch, wanted = reading.entry(answers, "scratch_model", "model"), shipped(sealed.key["budget"])
    model = reading.entry(answers, "model", "model")
    same = [w.shape for w in model["weights"]] == [w.shape for w in scratch["weights"]]
    dense = [layer for layer in head_of(scratch, "scratch_model") if layer.kind == "Dense"]
    trained = int(np.sum(~wanted.statistics)) + 2 * len(dense)
    optimizer, _ = models.compiled(scratch, "scratch_model")
    theirs, _ = models.compiled(model, "model")
    updates = -(-pool().parts[0].stop // _LARGEST_BATCH) * int(sealed.key["scratch_epochs"])
    causes = {
        "It has other layers than `model`: then nobody can say what made the difference.": not same,
        "It learns at another rate than `model`, or by another optimizer.": optimizer["class"] != theirs["class"]
        or not _same_rate(answers, optimizer, theirs),
        "It began with the pre-trained weights: that is no start from scratch.": same and _copied(scratch, wanted),
        "A part of it is frozen: random features that never learn are no baseline.": scratch["trainable_weights"]
        != trained,
        "Its BatchNorm statistics are too slow for so short a training: it is evaluated as if it had learnt nothing.": (
            _slow(scratch)
        ),
        "It was trained for fewer epochs than the task says, or on a part of the photos.": optimizer["iterations"]
        < updates,
    }
    cause = next((words for words, true in causes.items() if true), "")
    cause = cause or odd_labels(reading.entry(answers, "scratch_history", "history"), PHOTOS.classes)
    yield find(
        "scratch_model:fair",
        "`scratch_model` is the same network, from random weights, with everything trained in the same way",
        not cause,
        1.5,
        expected=f"the same layers, every kernel trainable, at least {updates} updates",
        got=f"{'the same' if same else 'other'} layers, {scratch['trainable_weights']} trainable tensors, "
        f"{optimizer['iterations']} updates at rate {optimizer['learning_rate']:.2g}",
        cause=cause,
        next_step="Use build_classifier(random_base()), and train it as you trained `model`.",
    )


def _same_rate(answers: Mapping, of_scratch: Mapping, of_model: Mapping) -> bool:
    """Whether both trainings began at one learning rate. Two schedules are not compared."""
    scheduled = ["learning_rate" not in optimizer["config"] for optimizer in (of_scratch, of_model)]
    if any(scheduled):
        return all(scheduled)
    return bool(np.isclose(_rate(answers, "scratch_history", of_scratch), _rate(answers, "head_history", of_model)))


def _rate(answers: Mapping, history: str, optimizer: Mapping) -> float:
    """The first rate of a training: a callback that changes it leaves it in the History."""
    rates = answers.get(history, {}).get("metrics", {}).get("learning_rate", np.zeros(0))
    return float(rates.flat[0]) if rates.size else float(optimizer["learning_rate"])


def _copied(scratch: Mapping, wanted: Shipped) -> bool:
    """Whether it began with the pre-trained weights: some are left, or BatchNorm's are nearer to those than to new.

    New scales are 1 and new offsets 0, whatever the seed; new kernels may be those that pre-training began with.
    """
    base = scratch["weights"][: len(wanted.weights)]
    if not wanted.fits(base):
        return False
    from_shipped = from_new = 0.0
    with np.errstate(all="ignore"):  # forged numbers overflow, and that is no fault here
        for ours, theirs, role in zip(base, wanted.weights, wanted.roles, strict=True):
            if role in _NEW:
                from_shipped += float(np.sum((ours.astype(np.float64) - theirs) ** 2))
                from_new += float(np.sum((ours.astype(np.float64) - _NEW[role]) ** 2))
    return not moved(base, wanted.weights).all() or from_shipped < from_new


def _slow(scratch: Mapping) -> bool:
    norms = [la for la in models.architecture(scratch, "scratch_model") if la.kind == "BatchNormalization"]
    momenta = [layer.config.get("momentum") for layer in norms]
    return any(not isinstance(momentum, float | int) or momentum > _SLOWEST for momentum in momenta)


def _epochs(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    for name, epochs in (("head_history", "head_epochs"), ("scratch_history", "scratch_epochs")):
        curve = reading.curve_of(reading.entry(answers, name, "history"), name, "val_accuracy")
        wanted = int(sealed.key[epochs])
        yield find(
            f"{name}:epochs",
            f"`{name}` has {wanted} epochs with validation",
            len(curve) >= wanted,
            0.25,
            expected=f"{wanted} epochs",
            got=f"{len(curve)} epochs",
            cause="The training was shorter than the task asks for.",
            next_step=f'Pass epochs=course.budget["{epochs}"] and validation_data to fit.',
            self_reported=True,
        )


PARTS = {"38.4": (_output, _scores, _frozen, _fair, _epochs)}
