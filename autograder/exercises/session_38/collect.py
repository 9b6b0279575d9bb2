"""Session 38, the kernel's half: what the answers of 38.1 to 38.5 become as plain data. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from autograder.exercises import Collector
from autograder.exercises.session_38 import collect_deploy
from autograder.photo_rows import photo_rows
from autograder.plain import call, plain, sketch

_PHOTOS = ("x_train", "x_val", "x_test")
_LABELS = ("y_train", "y_val", "y_test")
_SMALL_SIDE = 32  # of the network that strategies are tried on


def _prepared(answers: Mapping, inputs: Mapping) -> dict:
    """38.1: both functions on sealed inputs, the three parts, the ranges."""
    collected = {name: photo_rows(answers[name]) for name in _PHOTOS}
    collected |= {name: plain(answers[name]) for name in (*_LABELS, "family_ranges")}
    for name in ("square", "oblong"):
        collected[f"prepare {name}"] = call(answers["prepare"], inputs[name].copy(), int(inputs["size"]))
    return collected | {"one_hot": call(answers["one_hot"], inputs["labels"].copy(), int(inputs["classes"]))}


def _base(answers: Mapping, inputs: Mapping) -> dict:
    """38.2: the base with its weights, another one from the loader without, and three numbers."""
    names = ("base_model", "feature_shape", "base_parameters", "trainable_tensors")
    return {name: plain(answers[name]) for name in names} | {"load_base": call(answers["load_base"], look=sketch)}


def _head(answers: Mapping, inputs: Mapping) -> dict:
    """38.3: the classifier as it is, and a new one; their layers only."""
    built = call(answers["build_classifier"], answers["base_model"], look=sketch)
    return {"model": sketch(answers["model"]), "build_classifier": built}


def _trained(answers: Mapping, inputs: Mapping) -> dict:
    """38.4: both networks with their weights, both histories, three numbers, the validation and the test part."""
    names = ("model", "head_history", "test_loss", "test_accuracy")
    names += ("scratch_model", "scratch_history", "scratch_accuracy")
    collected = {name: plain(answers[name]) for name in (*names, "y_val", "y_test")}
    return collected | {name: photo_rows(answers[name]) for name in ("x_val", "x_test")}


def _strategies(answers: Mapping, inputs: Mapping) -> dict:
    """38.5: the choices, and what each strategy leaves trainable in a small network, one after the other."""
    import keras

    pairs = zip(inputs["n_images"], inputs["similarity"], strict=True)
    chosen = [call(answers["choose_strategy"], int(n), float(s)) for n, s in pairs]
    collected: dict = {"choose_strategy": {"kind": "list", "items": chosen}}
    shape = (_SMALL_SIDE, _SMALL_SIDE, 3)
    network = keras.applications.MobileNetV2(shape, alpha=0.35, include_top=False, weights=None)
    given = keras.Input(shape)
    pooled = keras.layers.GlobalAveragePooling2D()(network(given, training=False))
    head = keras.layers.Dense(5, activation="softmax")
    classifier = keras.Model(given, head(pooled))
    for number, strategy in enumerate(inputs["strategies"]):
        done = call(answers["apply_strategy"], classifier, str(strategy))
        # The function returns nothing, which is what it should do; what counts is what it changed.
        marks = [*(bool(layer.trainable_weights) for layer in network.layers), bool(head.trainable_weights)]
        raised = done["kind"] == "raised"
        collected[f"apply_strategy {number}"] = done if raised else plain(np.array(marks, dtype=np.uint8))
    collected["apply_strategy"] = plain(answers["apply_strategy"])
    return collected


COLLECT: dict[str, Collector] = {
    "38.1": Collector(("prepare", "one_hot", *_PHOTOS, *_LABELS, "family_ranges"), _prepared),
    "38.2": Collector(("load_base", "base_model", "feature_shape", "base_parameters", "trainable_tensors"), _base),
    "38.3": Collector(("build_classifier", "model"), _head, ("base_model",)),
    "38.4": Collector(
        ("head_history", "test_loss", "test_accuracy", "scratch_model", "scratch_history", "scratch_accuracy"),
        _trained,
        ("model", "x_val", "y_val", "x_test", "y_test"),
    ),
    "38.5": Collector(("choose_strategy", "apply_strategy"), _strategies),
    **collect_deploy.COLLECT,
}
