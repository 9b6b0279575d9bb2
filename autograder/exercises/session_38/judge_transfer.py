"""Session 38, judging 38.4: the head on the frozen base, and the same network from scratch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from autograder import models, reading
from autograder.classification import ACCURACY_TOLERANCE, Classifier, classifier, output_and_loss
from autograder.exercises import Sealed
from autograder.exercises.session_38.judge_base import head_of
from autograder.exercises.session_38.known_photos import PHOTOS, photos_split, pool, resized
from autograder.exercises.session_38.shipped import moved, shipped
from autograder.findings import Finding, Measure, find
from autograder.photo_rows import photos_of

MARGIN = 0.10  # of sealed accuracy, between the frozen base and the network from scratch
_LARGEST_BATCH = 64


def network(answers: Mapping, name: str) -> Classifier:
    """The rebuilt model in that answer. Raises `WrongAnswer`."""
    return classifier(reading.entry(answers, name, "model"), name, PHOTOS)


def sealed_accuracy(answers: Mapping, sealed: Sealed, name: str) -> float:
    """Its accuracy on photos it has never met, prepared as the student's own test photos are. Raises `WrongAnswer`."""
    size = shipped(sealed.key["budget"]).base.image_size
    x = photos_of(answers, "x_test").scaled(resized(sealed.key["images"], size))
    return network(answers, name).score(x, sealed.key["labels"]).accuracy


def stated_accuracy(answers: Mapping, sealed: Sealed, said_name: str, name: str, points: float) -> Finding:
    """Whether the accuracy in `said_name` is what the model `name` scores on the student's test photos."""
    split = photos_split(answers, "test")
    x = split.x(shipped(sealed.key["budget"]).base.image_size)
    accuracy = float(np.mean(network(answers, name).predicted(x) == split.labels))
    said = reading.number(answers, said_name)
    return find(
        f"{said_name}:true",
        f"`{said_name}` is what `{name}` scores on x_test",
        abs(said - accuracy) < ACCURACY_TOLERANCE,
        points,
        expected=f"{accuracy:.4f}",
        got=f"{said:.4f}",
        cause="The number is in per cent; Keras, and this check, count from 0 to 1."
        if abs(said - 100 * accuracy) < 100 * ACCURACY_TOLERANCE
        else "The number belongs to other photos (training or validation), to another network, or was typed in.",
        next_step=f"Take the second number of {name}.evaluate(x_test, y_test, verbose=0).",
    )


def _output(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    labels_rank = photos_split(answers, "test").labels_rank
    yield from output_and_loss(reading.entry(answers, "model", "model"), "model", labels_rank, PHOTOS, 1)


def _sealed(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    accuracy = sealed_accuracy(answers, sealed, "model")
    measure = Measure("transfer_accuracy", accuracy, sealed.key["transfer_accuracy"])
    yield find(
        "model:sealed_accuracy",
        "the network recognises flowers it has never met",
        measure.passed,
        4,
        expected=f"accuracy of at least {measure.threshold.value:.3f}",
        got=f"{accuracy:.3f}",
        cause="About a fifth right is guessing: the head is untrained (rebuilt after fit?), or photos unprepared."
        if accuracy < 0.3
        else "The head has learnt too little: too few photos or epochs, or a learning rate that does not fit.",
        next_step="Plot loss and val_loss of head_history: still falling, flat from the start, or rising?",
        measure=measure,
    )


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


def _baseline(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    model, scratch = (reading.entry(answers, name, "model") for name in ("model", "scratch_model"))
    wanted = shipped(sealed.key["budget"])
    same = [w.shape for w in model["weights"]] == [w.shape for w in scratch["weights"]]
    count = len(wanted.weights)
    copied = same and not moved(scratch["weights"][:count], wanted.weights).all()
    all_trained = scratch["trainable_weights"] == int(np.sum(~wanted.statistics)) + 2 * len(
        [layer for layer in head_of(scratch, "scratch_model") if layer.kind == "Dense"]
    )
    optimizer, loss = models.compiled(scratch, "scratch_model")
    photos = pool().parts[0].stop
    updates = -(-photos // _LARGEST_BATCH) * int(sealed.key["scratch_epochs"])
    yield find(
        "scratch_model:fair",
        "`scratch_model` is the same network, from random weights, with everything trained",
        same and not copied and all_trained and optimizer["iterations"] >= updates and loss["name"] != "",
        1.5,
        expected=f"the same layers, every kernel trainable, at least {updates} updates",
        got=f"{'the same' if same else 'other'} layers, {scratch['trainable_weights']} trainable tensors, "
        f"{optimizer['iterations']} updates",
        cause="It has other layers than `model`: then nobody can say what made the difference."
        if not same
        else "It began with the pre-trained weights: that is no start from scratch."
        if copied
        else "A part of it is frozen: random features that never learn are no baseline."
        if not all_trained
        else "It was trained for fewer epochs than the task says, or on a part of the photos.",
        next_step="Use build_classifier(random_base()), and train it as you trained `model`.",
    )
    ours, theirs = (sealed_accuracy(answers, sealed, name) for name in ("model", "scratch_model"))
    yield find(
        "model:beats_scratch",
        f"on unseen flowers `model` beats your own baseline by at least {MARGIN:.0%}",
        ours - theirs >= MARGIN,
        2,
        expected=f"{MARGIN:.2f} more than from scratch",
        got=f"{ours:.3f} against {theirs:.3f}",
        cause="The head on the frozen base has hardly learnt, or base and baseline were exchanged.",
        next_step="Compare both learning curves: which one stays near the line of guessing?",
    )


def _numbers(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    yield stated_accuracy(answers, sealed, "test_accuracy", "model", 0.75)
    yield stated_accuracy(answers, sealed, "scratch_accuracy", "scratch_model", 0.5)
    for name, epochs in (("head_history", "head_epochs"), ("scratch_history", "scratch_epochs")):
        curve = reading.curve_of(reading.entry(answers, name, "history"), name, "val_accuracy")
        wanted = int(sealed.key[epochs])
        yield find(
            f"{name}:epochs",
            f"`{name}` has {wanted} epochs with validation",
            len(curve) >= wanted,
            0.375,
            expected=f"{wanted} epochs",
            got=f"{len(curve)} epochs",
            cause="The training was shorter than the task asks for.",
            next_step=f'Pass epochs=course.budget["{epochs}"] and validation_data to fit.',
            self_reported=True,
        )


PARTS = {"38.4": (_output, _sealed, _frozen, _baseline, _numbers)}
