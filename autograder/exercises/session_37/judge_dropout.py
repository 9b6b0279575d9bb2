"""Session 37, judging 37.7: dropout in the right places, two trainings that differ in nothing else, and their gaps."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import zip_longest

from autograder import models, reading
from autograder.claims import validation_claim
from autograder.classification import ACCURACY_TOLERANCE, Classifier, classifier, labels_of, output_and_loss
from autograder.exercises import Sealed
from autograder.exercises.session_37.judge_cnn import RECOMPUTED, SAMPLED_ACCURACY, digits_gap
from autograder.exercises.session_37.judge_images import DIGITS, digits_split
from autograder.exercises.session_37.judge_network import DESCRIBED, chain_of, told
from autograder.exercises.session_37.known_images import split_of
from autograder.findings import Finding, WrongAnswer, find
from autograder.models import Layer

_DROPOUT_KINDS = ("Dropout", "SpatialDropout2D", "AlphaDropout", "GaussianDropout")
# Behind which layer of the network, counted from 0, and at which rate. A pooled map may be dropped before or after the
# flattening: the same numbers are switched off.
_PLACES = {1: 0.25, 4: 0.5}
_MODELS = ("plain_model", "dropout_model")
_LARGEST_BATCH = 256
_RATE_TOLERANCE = 1e-6
# Of the other's loss in its first epoch. Measured with 400 and 2,000 images, batches of 8 and 32, two rates: two new
# networks 0.72 and more, one that goes on from the other's weights 0.22 and less.
_HEAD_START = 0.4


def _dropouts(answers: Mapping, name: str) -> tuple[list[Layer], list[tuple[int, str, float]]]:
    """A network's other layers, and each dropout as (place it stands behind, kind, rate)."""
    others, found = [], []
    for layer in chain_of(reading.entry(answers, name, "model"), name):
        if layer.kind in _DROPOUT_KINDS:
            rate = layer.config.get("rate")
            found.append((len(others) - 1, layer.kind, float(rate) if isinstance(rate, int | float) else math.nan))
        else:
            others.append(layer)
    return others, found


def _builder(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    _, found = _dropouts(answers, "build_dropout_cnn")
    yield _network(answers)
    at = {4 if place == 3 else place for place, _, _ in found}
    yield find(
        "build_dropout_cnn:places",
        "there is dropout after the first pooling and after flattening, and nowhere else",
        at == set(_PLACES) and len(found) == 2 and all(kind == "Dropout" for _, kind, _ in found),
        1.5,
        expected="two Dropout layers, in these places",
        got=", ".join(f"{kind} behind layer {place + 1}" for place, kind, _ in found)[:200] or "no dropout",
        cause=_place_cause(found, at),
        next_step="Put the summary beside the task: which line does each Dropout stand under?",
    )
    rates = [rate for _, _, rate in found]
    right = len(rates) == 2 and all(abs(a - b) < _RATE_TOLERANCE for a, b in zip(rates, _PLACES.values(), strict=True))
    swapped = len(rates) == 2 and all(
        abs(a - b) < _RATE_TOLERANCE for a, b in zip(reversed(rates), _PLACES.values(), strict=True)
    )
    yield find(
        "build_dropout_cnn:rates",
        "the rates are 0.25 and 0.5, in this order",
        right,
        1,
        expected="0.25, then 0.5",
        got=", ".join(f"{rate:g}" for rate in rates) or "none",
        cause="The two rates are exchanged: convolutions have few weights and need less dropout than Dense layers."
        if swapped
        else "The rate is the share of values that is switched off, and the task names both.",
        next_step="Compare the argument of each Dropout with the task.",
    )


def _network(answers: Mapping) -> Finding:
    """The network of the task, or the student's own one of exercise 37.4. What the output puts out is judged apart."""
    here = _lines(answers, "build_dropout_cnn")
    try:
        there = _lines(answers, "plain_model")
    except WrongAnswer:  # which is told elsewhere
        there = DESCRIBED
    differing = next((pair for pair in zip_longest(here, there, fillvalue="no layer") if pair[0] != pair[1]), ("", ""))
    return find(
        "build_dropout_cnn:network",
        "without its dropout, the network is the one of `build_cnn`",
        here in (there, DESCRIBED),
        0.5,
        expected=differing[1],
        got=differing[0],
        cause="More than dropout was changed, so a comparison would not tell what dropout does.",
        next_step="Start from the layers of build_cnn and add two lines.",
    )


def _lines(answers: Mapping, name: str) -> list[str]:
    """What the network takes, and each of its layers but dropout, in one line each."""
    layers, _ = _dropouts(answers, name)
    shape = models.rebuild(reading.entry(answers, name, "model"), name).input_shape
    return [f"input {shape}"] + [told(layer, place == len(layers) - 1) for place, layer in enumerate(layers)]


def _place_cause(found: list, at: set[int]) -> str:
    if not found:
        return "The network has no dropout at all."
    if any(kind != "Dropout" for _, kind, _ in found):
        return "Another kind of dropout is used; the task asks for the plain one."
    if 6 in at:
        return "Dropout behind the output switches answers off instead of features."
    if 0 in at or 2 in at:
        return "A dropout stands between a convolution and its pooling; the pooling would often hide it."
    if 5 in at:
        return "A dropout stands behind the hidden Dense layer instead of before it."
    return "A dropout is missing, stands at another place, or there is one too many."


def _fair(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    _, in_plain = _dropouts(answers, "plain_model")
    _, in_dropout = _dropouts(answers, "dropout_model")
    yield find(
        "models:kinds",
        "`plain_model` has no dropout and `dropout_model` has both layers of it",
        not in_plain and len(in_dropout) == len(_PLACES),
        1,
        expected="0 and 2 layers of dropout",
        got=f"{len(in_plain)} and {len(in_dropout)}",
        cause="The same network was trained twice." if len(in_plain) == len(in_dropout) else "The names are exchanged.",
        next_step="Train one network from build_cnn() and one from build_dropout_cnn().",
    )
    updates = [models.compiled(reading.entry(answers, name, "model"), name)[0]["iterations"] for name in _MODELS]
    images = len(split_of(answers, "x_small", "y_small", "digits").rows)
    epochs = int(sealed.key["gap_epochs"])
    least = epochs * math.ceil(images / _LARGEST_BATCH)
    yield find(
        "models:fair",
        f"both networks were trained for {epochs} epochs on the same images",
        updates[0] == updates[1] >= least,
        1.5,
        expected=f"the same number of weight updates, at least {least}",
        got=f"{updates[0]} without and {updates[1]} with dropout",
        cause="At least one of the networks was never trained: a new one was built after fit."
        if min(updates) == 0
        else "The two trainings differ in epochs, images or batch size, so dropout is not the only difference."
        if updates[0] != updates[1]
        else "The trainings were shorter than the task asks for.",
        next_step="Put the training into one function and call it for both networks.",
    )


def _losses(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    _, rank = labels_of(answers, "y_small")
    for name in _MODELS:
        yield from output_and_loss(reading.entry(answers, name, "model"), name, rank, DIGITS, 0.25)


def _gaps(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    small, validation = split_of(answers, "x_small", "y_small", "digits"), digits_split(answers, "val")
    for kind in ("plain", "dropout"):
        model = _model(answers, kind)
        on = {"small": _accuracy(model, small), "val": _accuracy(model, validation)}
        gap, said = on["small"] - on["val"], reading.number(answers, f"{kind}_gap")
        sampled = max(len(small.rows), len(validation.rows)) > RECOMPUTED
        yield find(
            f"{kind}_gap:true",
            f"`{kind}_gap` is the accuracy on x_small minus the accuracy on x_val",
            abs(gap - said) < ACCURACY_TOLERANCE + SAMPLED_ACCURACY * sampled,
            1.5,
            expected=f"{gap:.4f}",
            got=f"{said:.4f}",
            cause=_gap_cause(answers, kind, said, gap, on["val"]),
            next_step="Evaluate the finished network on both parts, and subtract validation from training.",
        )


def _model(answers: Mapping, kind: str) -> Classifier:
    return classifier(reading.entry(answers, f"{kind}_model", "model"), f"{kind}_model", DIGITS)


def _accuracy(model: Classifier, split) -> float:
    return model.score(split.x(RECOMPUTED), split.labels[:RECOMPUTED]).accuracy


def _gap_cause(answers: Mapping, kind: str, said: float, gap: float, on_val: float) -> str:
    if abs(said + gap) < ACCURACY_TOLERANCE:
        return "The sign is reversed: training comes first, so that a positive gap means overfitting."
    metrics = answers.get(f"{kind}_history", {}).get("metrics", {})
    curve = metrics.get("accuracy")
    if curve is not None and curve.size and abs(float(curve[-1]) - on_val - said) < 2 * ACCURACY_TOLERANCE:
        return (
            "The training accuracy was taken from the History: it is measured during the epoch, with dropout on, "
            "and is not that of the finished network."
        )
    if abs(said - 100 * gap) < 100 * ACCURACY_TOLERANCE:
        return "The gap is in per cent; Keras, and this check, count from 0 to 1."
    return "The number belongs to other images, to another network, or was typed in."


def _histories(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    losses, curves = (
        {
            kind: reading.curve_of(reading.entry(answers, f"{kind}_history", "history"), f"{kind}_history", metric)
            for kind in ("plain", "dropout")
        }
        for metric in ("loss", "val_loss")
    )
    epochs = int(sealed.key["gap_epochs"])
    enough = all(len(curve) >= epochs for curve in curves.values())
    first = {kind: float(curve[0]) for kind, curve in losses.items()}
    begun = next((kind for kind in first if first[kind] < _HEAD_START * max(first.values())), "")
    yield find(
        "histories:epochs",
        f"both histories have {epochs} epochs with validation, and begin with a new network",
        enough and not begun,
        0.5,
        expected=f"{epochs} and {epochs} values of val_loss, and first losses that are alike",
        got=" and ".join(f"{len(curve)} epochs from {losses[kind][0]:.3g}" for kind, curve in curves.items()),
        cause=f"`{begun}_model` had learnt before this training began: it starts far below the other network."
        if enough
        else "A training was shorter than the task asks for.",
        next_step="Train both with one function, each from a network that build_cnn or build_dropout_cnn has just made."
        if enough
        else 'Pass epochs=course.budget["gap_epochs"] and validation_data to both.',
        self_reported=True,
    )
    for kind, curve in curves.items():
        gap_on = partial(digits_gap, answers, _model(answers, kind), curve)
        yield validation_claim(f"{kind}_history", f"{kind}_model", gap_on, 0.25)


PARTS = {"37.7": (_builder, _fair, _losses, _gaps, _histories)}
