"""Session 38, judging 38.10: each planted fault of the old script is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from autograder import models, reading
from autograder.exercises import Sealed
from autograder.exercises.session_38.judge_base import head_of
from autograder.exercises.session_38.judge_photos import caffe
from autograder.exercises.session_38.known_photos import resized
from autograder.findings import Finding, find

SIDE, CLASSES = 96, 10
_CLOSE = 6.0  # mean distance in grey levels between two ways of enlarging
_HIGHEST_RATE = 0.001


def _inputs(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    said = reading.array(answers, "make_inputs").astype(np.float32)
    pixels = resized(sealed.inputs["images"], SIDE)
    yield find(
        "make_inputs:size",
        f"`make_inputs` enlarges images to {SIDE}×{SIDE}",
        said.shape == pixels.shape,
        0.5,
        expected=pixels.shape,
        got=said.shape,
        cause="32×32 goes straight into ResNet50: a single cell is left of it."
        if said.shape[1:3] == (32, 32)
        else "The size is another one than the task names.",
        next_step="Resize before you prepare.",
    )
    if said.shape != pixels.shape:
        return
    wanted = caffe(pixels)
    yield find(
        "make_inputs:values",
        "`make_inputs` prepares images as ResNet50 expects them",
        float(np.mean(np.abs(said - wanted))) < _CLOSE,
        1,
        expected=f"{wanted.min():.0f} to {wanted.max():.0f}",
        got=f"{said.min():.2f} to {said.max():.2f}",
        cause="The pixels were divided by 255; ResNet50 expects its own preparation of 0…255."
        if said.max() <= 1.01 and said.min() >= 0
        else "This is MobileNetV2's preparation, -1 to 1."
        if said.max() <= 1.01
        else "Divided first and prepared afterwards: only the means are left."
        if said.max() < 0
        else "The values are not those of resnet50.preprocess_input.",
        next_step="Hand 0…255 to keras.applications.resnet50.preprocess_input, and nothing else.",
    )


def _augmentation(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    patterns = sealed.inputs["patterns"]
    trained, still = (reading.array(answers, f"augmented {mode}").astype(np.float32) for mode in (True, False))
    shapes = trained.shape == still.shape == patterns.shape
    changes = shapes and float(np.abs(trained - patterns).mean()) > 0.05
    quiet = shapes and float(np.abs(still - patterns).mean()) < 0.5
    upright = shapes and bool(np.all(trained[:, :32].mean(axis=(1, 2, 3)) > trained[:, -32:].mean(axis=(1, 2, 3))))
    yield find(
        "make_augmentation:labels",
        "`make_augmentation` changes training images and keeps their labels true",
        changes and upright and quiet,
        1.5,
        expected="changed in training, never upside down, untouched otherwise",
        got=f"changed: {bool(changes)}, upright: {upright}, untouched outside of training: {quiet}",
        cause="The shape is another one afterwards."
        if not shapes
        else "Some images stand on their heads or lie on their sides: no car does that."
        if not upright
        else "Images are changed outside of training too."
        if not quiet
        else "Nothing is changed: the model has no random layer.",
        next_step="Use random layers of keras.layers with small amounts, mirrored from left to right only.",
    )


def _network(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    entry = reading.entry(answers, "make_model", "model")
    chain = models.architecture(entry, "make_model")
    convolutions = sum(layer.kind == "Conv2D" for layer in chain)
    head = head_of(entry, "make_model")
    last = head[-1] if head else None
    units, activation = (last.config.get("units"), last.activation) if last else (None, "none")
    pooled = any(layer.kind.startswith("Global") for layer in head)
    yield find(
        "make_model:layers",
        f"`make_model` is ResNet50 without its top, pooled, with {CLASSES} probabilities",
        convolutions == 53 and pooled and units == CLASSES and activation == "softmax",
        1,
        expected=f"53 convolutions, global pooling, Dense({CLASSES}, softmax)",
        got=f"{convolutions} convolutions, {'pooled' if pooled else 'not pooled'}, {units} outputs, {activation}",
        cause="It is another base than ResNet50."
        if convolutions != 53
        else "The head is not the one that the task describes.",
        next_step="Compare with your classifier of 38.3.",
    )
    yield find(
        "make_model:frozen",
        "its base is frozen",
        0 < entry["trainable_weights"] <= 4,
        0.5,
        expected="only the head can be trained",
        got=f"{entry['trainable_weights']} trainable tensors",
        cause="A random head would send its gradients through the whole base.",
        next_step="Freeze the base before the head is put on it.",
    )


def _compiled(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    optimizer, loss = models.compiled(reading.entry(answers, "compile_model", "model"), "compile_model")
    clipped = any(optimizer["config"].get(key) for key in ("clipnorm", "clipvalue", "global_clipnorm"))
    yield find(
        "compile_model:optimizer",
        "`compile_model` uses a modest learning rate and clips gradients",
        clipped and 0 < optimizer["learning_rate"] <= _HIGHEST_RATE * 1.001,
        1,
        expected=f"at most {_HIGHEST_RATE:g}, clipped",
        got=f"{optimizer['learning_rate']:g}, {'clipped' if clipped else 'not clipped'}",
        cause="Nothing limits the gradients." if not clipped else "The learning rate is too high for a trained base.",
        next_step="Adam takes learning_rate= and clipnorm=.",
    )
    yield find(
        "compile_model:loss",
        "its loss fits whole-number labels",
        loss["name"] == "sparse_categorical_crossentropy",
        0.5,
        expected="the sparse cross-entropy",
        got=loss["name"][:40],
        cause="CIFAR-10's labels are whole numbers; this loss takes one-hot rows or something else.",
        next_step="Which of the two cross-entropies takes whole numbers?",
    )


PARTS = {"38.10": (_inputs, _augmentation, _network, _compiled)}
