"""Session 38, judging 38.8: pipelines over a folder of photos, and what was read off the network trained on it.

The folder may be the learner's own: then nobody but the learner knows the true labels, and the photos as the network
saw them are judged by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from autograder import models, reading
from autograder.confusion_matrix import Predictions, matrix_finding, matrix_of, predictions, shares_finding
from autograder.exercises import Sealed
from autograder.exercises.session_38 import known_photos
from autograder.exercises.session_38.judge_audit import AUDIT
from autograder.exercises.session_38.judge_transfer import network
from autograder.findings import Finding, WrongAnswer, find, going_on
from autograder.photo_rows import PhotoRows, blocks_of, photos_of

_NOT_ROWS, _NOT_SHARES = "whole numbers", "rows that do not add up to 1"  # instead of one-hot labels
_CHANGED = 0.3  # of the training photos, at least, that augmentation must have changed


@dataclass(frozen=True)
class Batches:
    """A pipeline gone through once: its photos made small, its class numbers, (n,), and their labels' `fault`.

    It is empty where labels are rows that add up to 1, which those of mixed photos do too.
    """

    rows: PhotoRows
    labels: np.ndarray
    fault: str


def _part(answers: Mapping, name: str) -> Batches:
    photos, given, _ = reading.batches(answers, name)
    rows = photos_of({name: photos if photos.get("kind") == "photos" else _as_rows(photos, name)}, name)
    labels = reading.array_of(given, f"labels of {name}")
    ranked = labels.ndim == 2 and labels.shape[1] > 1
    numbers = labels.argmax(axis=1) if ranked else labels.ravel()
    if len(numbers) != len(rows):
        raise WrongAnswer(
            f"{name}:labels", f"`{name}` has a label for each photo", f"{len(rows)} labels", f"{len(numbers)} labels",
            "Photos and labels do not belong together.", "Keep both in one pipeline.",
        )  # fmt: skip
    shares = ranked and np.allclose(labels.sum(axis=1), 1, atol=1e-3)
    return Batches(rows, numbers, "" if shares else _NOT_SHARES if ranked else _NOT_ROWS)


def _as_rows(entry: Mapping, name: str) -> dict:
    """Photos that travelled whole, made small."""
    photos = reading.array_of(entry, name, "ndarray", "Tensor", ndim=4)
    if photos.shape[-1] != 3 or not photos.size or min(photos.shape[1:3]) < 6:
        raise WrongAnswer(
            f"{name}:photos", f"`{name}` gives colour photos", "(n, size, size, 3)", f"{photos.shape}",
            "The batches hold something else.", f"Print the shape of the first batch of {name}.",
        )  # fmt: skip
    low, high = float(photos.min()), float(photos.max())
    shape, dtype = list(photos.shape), str(photos.dtype)
    return {"kind": "photos", "shape": shape, "dtype": dtype, "low": low, "high": high, "blocks": blocks_of(photos)}


def _ranges(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    parts = {name: _part(answers, name) for name in ("own_train", "own_val", "own_test")}
    off = [name for name, part in parts.items() if part.rows.scaling != "-1…1"]
    worst = parts[off[0]].rows if off else parts["own_train"].rows
    yield find(
        "own_train:range",
        "all three pipelines give photos from -1 to 1",
        not off,
        0.5,
        expected="-1 to 1",
        got=f"{worst.low:.2f} to {worst.high:.2f}",
        cause=f"{', '.join(off)}: the folder's photos come as 0…255, and nothing scaled them, or something else did.",
        next_step="Map every pipeline through the same preparation.",
    )
    faults = [f"{part.fault} in {name}" for name, part in parts.items() if part.fault]
    yield find(
        "own_train:labels",
        "all three pipelines give one-hot labels",
        not faults,
        0.5,
        expected="rows that add up to 1",
        got=", ".join(faults) or "one-hot rows",
        cause="Something was done to the labels on the way: a row of shares adds up to 1."
        if any(part.fault == _NOT_SHARES for part in parts.values())
        else "Without label_mode, the function gives whole numbers.",
        next_step="Print the labels of one batch; an argument of the function says how they are given.",
    )


def _untouched(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    first, again = _part(answers, "own_val"), _part(answers, "own_val again")
    same = np.array_equal(_sorted(first), _sorted(again))
    ordered = first.rows.blocks.shape == again.rows.blocks.shape and np.allclose(
        first.rows.blocks, again.rows.blocks, atol=1e-5
    )
    known = known_photos.own()
    numbers = known.find(first.rows)
    ours = np.mean(numbers >= 0) > 0.5  # the course's folder, and not the learner's own
    yield find(
        "own_val:untouched",
        "validation photos are the same in every pass",
        same,
        1,
        expected="two equal passes",
        got="equal" if same else "different pictures in the second pass",
        cause="The augmentation is applied to validation as well: then every epoch is measured on other photos.",
        next_step="Put the random layers into the training pipeline only.",
    )
    right = not ours or bool(np.mean(known.labels[numbers] == first.labels) > 0.99)
    yield find(
        "own_val:order",
        "validation photos keep their order and their labels",
        ordered and right,
        0.25,
        expected="shuffle=False, labels by folder",
        got="labels that are not the folders'"
        if not right
        else f"{'the same' if ordered else 'another'} order in each pass",
        cause="Shuffled parts give predictions and labels in different orders as soon as they are read in two passes."
        if right
        else "The classes' order is not the alphabetical one of the folders.",
        next_step="Pass shuffle=False for validation and test.",
    )
    train = _part(answers, "own_train")
    changed = float(np.mean(known.find(train.rows) < 0)) if ours else 1.0
    yield find(
        "own_train:augmented",
        "training photos are augmented",
        changed >= _CHANGED,
        1,
        expected="pictures that are turned, shifted or mirrored",
        got=f"{changed:.0%} of them differ from the files",
        cause="The random layers do nothing unless they are told that this is training.",
        next_step="Call the augmentation with training=True inside map.",
    )
    mixed = bool((np.diff(train.labels) < 0).any()) or len(set(train.labels.tolist())) == 1
    yield find(
        "own_train:shuffled",
        "training photos come shuffled",
        mixed,
        0.25,
        expected="the classes mixed",
        got="mixed" if mixed else "one class after the other",
        cause="A network that sees one class for several batches forgets the one before.",
        next_step="Look for an argument of image_dataset_from_directory that shuffles.",
    )


def _sorted(part: Batches) -> np.ndarray:
    """The small pictures in an order of their own, rounded."""
    flat = np.round(part.rows.blocks.reshape(len(part.rows), -1), 3)
    return flat[np.lexsort(flat.T[::-1])]


def _read_off(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    """What the answers say of the network's predictions for the test photos that it was given."""
    part, model = _part(answers, "own_test"), network(answers, sealed, "own_model")
    photos = reading.array_of(reading.items(answers, "own_test")[0], "own_test").astype(np.float32)
    predicted, labels = predictions(model, photos), part.labels.astype(int)
    yield from going_on(_confusion(answers, predicted, labels, int(model.model.output_shape[-1])))
    yield from going_on(_wrong_ones(answers, predicted, labels))


def _trained(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    entry = reading.entry(answers, "own_model", "model")
    optimizer, _ = models.compiled(entry, "own_model")
    least = int(sealed.key["own_epochs"]) * reading.batches(answers, "own_train")[2]
    yield find(
        "own_model:trained",
        "`own_model` was trained on own_train, its base frozen",
        optimizer["iterations"] >= least and 0 < entry["trainable_weights"] <= 8,
        0.5,
        expected=f"at least {least} updates, a few trainable tensors",
        got=f"{optimizer['iterations']} updates, {entry['trainable_weights']} trainable tensors",
        cause="It was compiled and never trained, or rebuilt afterwards."
        if not optimizer["iterations"]
        else "It was trained for fewer epochs than the task says, or on another, smaller part."
        if optimizer["iterations"] < least
        else "The base is trained with it: far too much for so few photos.",
        next_step="Use build_classifier(load_base()), compile it, and fit it on own_train.",
    )


def _confusion(answers: Mapping, predicted: Predictions, labels: np.ndarray, classes: int) -> Iterator[Finding]:
    said = matrix_of(answers, "own_confusion", classes)
    yield matrix_finding("own_confusion", said, predicted, labels, "own_test", 2)
    yield shares_finding(answers, "own_class_accuracy", said, 0.75)


def _wrong_ones(answers: Mapping, predicted: Predictions, labels: np.ndarray) -> Iterator[Finding]:
    wanted, either = (set(np.flatnonzero(rows).tolist()) for rows in (predicted.best != labels, predicted.close))
    said = set(reading.numbers(answers, "misclassified").ravel().tolist())
    yield find(
        "misclassified:true",
        "`misclassified` numbers the test photos that the network gets wrong",
        said ^ wanted <= either,
        0.75,
        expected=f"{len(wanted)} numbers, counted from 0 in the order of own_test",
        got=f"{len(said)} numbers, {len(said & wanted)} of them right",
        cause="These are the photos it gets right."
        if said and not said & wanted
        else "They are counted from 1, or in another order than own_test gives them.",
        next_step="Compare labels and predictions of one pass, place by place.",
    )


PARTS = {"38.8": (*AUDIT, _ranges, _untouched, _trained, _read_off)}
