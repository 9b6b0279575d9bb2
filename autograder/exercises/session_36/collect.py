"""Session 36, the kernel's half: what each exercise's answers become as plain data. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Mapping

import keras
import numpy as np
import tensorflow as tf

from autograder.data import raw_iris
from autograder.exercises import Collector
from autograder.plain import call, plain


def _values(*names: str) -> Collector:
    """An exercise whose answers are taken as they are."""
    return Collector(names, lambda answers, inputs: {name: plain(answers[name]) for name in names})


def _tensors(answers: Mapping, inputs: Mapping) -> dict:
    """36.1: four tensors, a variable, and two functions met by the sealed pixels and amounts."""
    collected = {name: plain(answers[name]) for name in ("scalar", "vector", "matrix", "cube", "weights")}
    collected["as_image_batch"] = call(answers["as_image_batch"], inputs["pixels"].copy())
    variable = tf.Variable(inputs["before"])
    collected["add_in_place"] = call(answers["add_in_place"], variable, tf.constant(inputs["amount"]))
    collected["the variable after add_in_place"] = plain(variable)
    return collected


def _functions(answers: Mapping, inputs: Mapping) -> dict:
    """36.2: both functions on every sealed table, each in its own dtype, and whether gradients pass through them."""
    tables = {
        "standardize": ("measurements", "constant_column", "measurements_64"),
        "softmax": ("logits", "huge_logits", "logits_64"),
    }
    collected = {
        f"{function}({name})": call(answers[function], tf.constant(inputs[name]))
        for function, names in tables.items()
        for name in names
    }
    for function, names in tables.items():
        collected[f"gradient of {function}"] = call(_gradient, answers[function], tf.constant(inputs[names[0]]))
    collected["operations of softmax"] = call(_operations, answers["softmax"], tf.constant(inputs["logits"]))
    return collected


def _operations(function, x: tf.Tensor) -> list[str]:
    """The TensorFlow operations, by type, that `function` makes its result with."""
    with tf.Graph().as_default() as graph:
        function(tf.compat.v1.placeholder(x.dtype, x.shape))
    return sorted({operation.type for operation in graph.get_operations()})


def _gradient(function, x: tf.Tensor) -> tf.Tensor:
    """The gradient of what `function` makes of `x`, (n, features); None where it left TensorFlow on the way."""
    with tf.GradientTape() as tape:
        tape.watch(x)
        result = function(x)
    return tape.gradient(result, x)


def _training_step(answers: Mapping, inputs: Mapping) -> dict:
    """36.3: one step from the sealed start, then the loop."""
    x, step_x, y = (tf.constant(inputs[name]) for name in ("x", "step_x", "y"))
    w, b = (tf.Variable(inputs[name]) for name in ("w", "b"))
    loss = call(answers["train_step"], w, b, step_x, y, float(inputs["learning_rate"]))
    return {
        "train_step": loss,
        "w after train_step": plain(w),
        "b after train_step": plain(b),
        "fit_line": call(answers["fit_line"], x, y),
    }


def _network(answers: Mapping, inputs: Mapping) -> dict:
    """36.4: the model that the builder returns, and the formula on sealed sizes."""
    sizes = [(int(i), int(u)) for i, u in inputs["sizes"]]
    counted = answers["dense_parameters"]
    return {
        "build_model": call(answers["build_model"]),
        "build_model again": call(answers["build_model"]),
        "dense_parameters": {"kind": "list", "items": [call(counted, i, u) for i, u in sizes]},
    }


def _losses(answers: Mapping, inputs: Mapping) -> dict:
    """36.5: the picks, and four losses on sealed values, edge cases among them."""
    y, p, target, guess = (tf.constant(inputs[name]) for name in ("labels", "probabilities", "targets", "guesses"))
    return {
        "picks": plain(answers["picks"]),
        "mean_absolute_error": call(answers["mean_absolute_error"], target, guess),
        "binary_crossentropy": call(answers["binary_crossentropy"], y, p),
        "binary_crossentropy at p = 0 and 1": call(
            answers["binary_crossentropy"], tf.constant([0.0, 1.0, 1.0, 0.0]), tf.constant([0.0, 1.0, 0.0, 1.0])
        ),
        "focal_loss": call(answers["focal_loss"], y, p),
        "focal_loss(y_true, p, 0.0)": call(_with_gamma_0, answers["focal_loss"], y, p),
        "box_iou": call(answers["box_iou"], tf.constant(inputs["boxes_a"]), tf.constant(inputs["boxes_b"])),
    }


def _with_gamma_0(focal_loss, y: tf.Tensor, p: tf.Tensor):
    return focal_loss(y, p, gamma=0.0)


def _iris(answers: Mapping, inputs: Mapping) -> dict:
    """36.8: the splits, the scaler and the model, and the sealed flowers as that scaler sees them."""
    collected = {name: plain(answers[name]) for name in IRIS_ANSWERS if name != "build_iris_model"}
    collected["build_iris_model"] = call(answers["build_iris_model"])
    transform = getattr(answers["scaler"], "transform", answers["scaler"])
    collected["scaler.transform(all flowers)"] = call(transform, raw_iris()[0])
    collected["scaler.transform(new flowers)"] = call(transform, np.array(inputs["flowers"]))
    collected["normalized_inside"] = _normalization(answers["iris_model"])
    return collected


def _normalization(model) -> dict:
    """The statistics of the first adapted Normalization layer inside a model, as a scaler's."""
    layers = model.layers if isinstance(model, keras.Model) else []
    for layer in layers:
        if isinstance(layer, keras.layers.Normalization) and layer.mean is not None:
            statistics = {"mean_": np.ravel(layer.mean), "scale_": np.sqrt(np.ravel(layer.variance))}
            return {"kind": "scaler", "class": "Normalization", "statistics": statistics}
    return {"kind": "absent"}


def _learning_rates(answers: Mapping, inputs: Mapping) -> dict:
    """36.7: the sweep and the plateau run, and the classifier on sealed loss curves."""
    collected = {name: plain(answers[name]) for name in ("sweep", "sweep_labels", "plateau_callback", "plateau_run")}
    curves = [curve for curve in inputs["curves"]]
    classify = answers["classify_rate"]
    collected["classify_rate"] = {"kind": "list", "items": [call(classify, curve.tolist()) for curve in curves]}
    return collected


def _epochs(answers: Mapping, inputs: Mapping) -> dict:
    """36.10: the long run and the answers read off it, the batch-size runs, and the formula on sealed sizes."""
    names = ("long_run", "epoch_table", "best_epoch", "overfits", "seconds_per_epoch", "batch_runs")
    collected = {name: plain(answers[name]) for name in names}
    steps = answers["steps_per_epoch"]
    sizes = [(int(n), int(batch)) for n, batch in inputs["sizes"]]
    collected["steps_per_epoch"] = {"kind": "list", "items": [call(steps, n, batch) for n, batch in sizes]}
    return collected


IRIS_ANSWERS = (
    *("x_train", "x_val", "x_test", "y_train", "y_val", "y_test"),
    *("scaler", "build_iris_model", "iris_model", "iris_history", "test_accuracy"),
)

COLLECT = {
    "36.1": Collector(("scalar", "vector", "matrix", "cube", "weights", "as_image_batch", "add_in_place"), _tensors),
    "36.2": Collector(("standardize", "softmax"), _functions),
    "36.3": Collector(("train_step", "fit_line"), _training_step),
    "36.4": Collector(("build_model", "dense_parameters"), _network),
    "36.5": Collector(
        ("picks", "mean_absolute_error", "binary_crossentropy", "focal_loss", "box_iou"),
        _losses,
    ),
    "36.6": _values("optimizer_runs", "ranking"),
    "36.7": Collector(
        ("sweep", "sweep_labels", "classify_rate", "plateau_callback", "plateau_run"),
        _learning_rates,
    ),
    "36.8": Collector(IRIS_ANSWERS, _iris),
    "36.9": _values("activation_runs", "activation_table", "most_accurate", "fastest_to_learn"),
    "36.10": Collector(
        (
            *("long_run", "epoch_table", "best_epoch", "overfits", "seconds_per_epoch"),
            *("batch_runs", "steps_per_epoch"),
        ),
        _epochs,
    ),
}
