"""Session 37, the kernel's half: what the answers of 37.6 to 37.10 become as plain data. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from autograder.exercises import Collector
from autograder.image_rows import image_rows
from autograder.plain import call, is_stub, plain
from autograder.split_rows import batches_of

_AUGMENTED_BATCHES = 40  # of a training pipeline: enough to see what it does
_VALIDATION_BATCHES = 1000
_MAX_TRIALS = 200
_DIGITS = ("x_val", "y_val")
_TEST = ("x_test", "y_test")
_SMALL = ("x_small", "y_small")
_GARMENTS = ("x_fashion_test", "y_fashion_test")
_WATCHED_GARMENTS = ("x_fashion_val", "y_fashion_val")


def _plain(answers: Mapping, *names: str) -> dict:
    return {name: plain(answers[name]) for name in names}


def _split(answers: Mapping, x_name: str, y_name: str) -> dict:
    return {x_name: image_rows(answers[x_name]), y_name: plain(answers[y_name])}


def _stopping(answers: Mapping, inputs: Mapping) -> dict:
    """37.6: both histories, the callback, and the stopped network with the images it was watched on."""
    names = ("long_history", "best_epoch", "early_stopping", "stopped_model", "stopped_history")
    return _plain(answers, *names) | _split(answers, *_DIGITS)


def _dropout(answers: Mapping, inputs: Mapping) -> dict:
    """37.7: a fresh network from the builder, both trained ones, their histories and gaps."""
    names = [f"{kind}_{what}" for kind in ("plain", "dropout") for what in ("model", "history", "gap")]
    splits = _split(answers, *_DIGITS) | _split(answers, *_TEST) | _split(answers, *_SMALL)
    return _plain(answers, *names) | splits | {"build_dropout_cnn": call(answers["build_dropout_cnn"])}


def _fashion(answers: Mapping, inputs: Mapping) -> dict:
    """37.8: the network, its history, and what was read off it on the test garments."""
    names = (
        "fashion_model",
        "fashion_history",
        "fashion_test_accuracy",
        "confusion",
        "class_accuracy",
        "most_confused",
    )
    return _plain(answers, *names) | _split(answers, *_GARMENTS) | _split(answers, *_WATCHED_GARMENTS)


def _diagnosis(answers: Mapping, inputs: Mapping) -> dict:
    """37.9: the diagnoses of sealed curves, what the augmentation makes of sealed images, both pipelines."""
    collected = _plain(answers, "diagnoses") | _split(answers, *_DIGITS)
    pairs = zip(inputs["losses"], inputs["val_losses"], strict=True)
    said = [call(answers["diagnose"], [float(v) for v in loss], [float(v) for v in val]) for loss, val in pairs]
    collected["diagnose"] = {"kind": "list", "items": said}
    for name, training in (("augment", True), ("augment again", True), ("augment off", False)):
        collected[name] = _augmented(answers["augment"], inputs["images"].copy(), training)
    collected["augmented_train"] = batches_of(answers["augmented_train"], image_rows, _AUGMENTED_BATCHES)
    for name in ("validation_set", "validation_set again"):
        collected[name] = batches_of(answers["validation_set"], image_rows, _VALIDATION_BATCHES)
    return collected


def _augmented(augment, images: np.ndarray, training: bool) -> dict:
    if is_stub(augment):
        return plain(augment)
    return call(lambda x: augment(x, training=training), images)


def _search(answers: Mapping, inputs: Mapping) -> dict:
    """37.10: every trial of the three studies, the best of them, and the network trained with it."""
    collected = _plain(answers, "best_parameters", "best_score", "best_model") | _split(answers, *_DIGITS)
    studies = answers["studies"]
    if isinstance(studies, Mapping) and not is_stub(studies):
        collected["studies"] = {"kind": "dict", "items": {str(k): _study(v) for k, v in list(studies.items())[:10]}}
    else:
        collected["studies"] = plain(studies)
    return collected


def _study(study) -> dict:
    """An Optuna study as plain data: sampler, direction, and each trial's state, value, parameters and ranges."""
    try:
        said = {
            "sampler": type(study.sampler).__name__,
            "direction": study.direction.name,
            "trials": [_trial(trial) for trial in study.trials[:_MAX_TRIALS]],
        }
    except Exception:  # something else than a study
        return plain(study)
    return plain(said)


def _trial(trial) -> dict:
    ranges = {
        name: [float(getattr(d, "low", np.nan)), float(getattr(d, "high", np.nan)), bool(getattr(d, "log", False))]
        for name, d in trial.distributions.items()
    }
    value = float("nan") if trial.value is None else float(trial.value)
    return {"state": trial.state.name, "value": value, "params": dict(trial.params), "ranges": ranges}


COLLECT: dict[str, Collector] = {
    "37.6": Collector(
        ("long_history", "best_epoch", "early_stopping", "stopped_model", "stopped_history"), _stopping, _DIGITS
    ),
    "37.7": Collector(
        (
            *("build_dropout_cnn", "plain_model", "plain_history", "plain_gap"),
            *("dropout_model", "dropout_history", "dropout_gap"),
        ),
        _dropout,
        (*_DIGITS, *_TEST, *_SMALL),
    ),
    "37.8": Collector(
        ("fashion_model", "fashion_history", "fashion_test_accuracy", "confusion", "class_accuracy", "most_confused"),
        _fashion,
        (*_GARMENTS, *_WATCHED_GARMENTS),
    ),
    "37.9": Collector(("diagnose", "diagnoses", "augment", "augmented_train", "validation_set"), _diagnosis, _DIGITS),
    "37.10": Collector(("objective", "studies", "best_parameters", "best_score", "best_model"), _search, _DIGITS),
}
