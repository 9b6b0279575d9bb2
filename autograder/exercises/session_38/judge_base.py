"""Session 38, judging 38.2 and 38.3: the frozen base, and the head on top of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from autograder import models, reading
from autograder.exercises import Sealed
from autograder.exercises.session_38.known_photos import CLASSES
from autograder.exercises.session_38.shipped import moved, shipped
from autograder.findings import Finding, find

HIDDEN = 128
_HEAD_TENSORS = 4
_OF_A_BASE = ("Conv2D", "DepthwiseConv2D", "BatchNormalization", "ReLU", "Add", "ZeroPadding2D", "InputLayer")
_PASSIVE = ("Dropout", "GaussianDropout", "AlphaDropout", "GaussianNoise", "Identity", "BatchNormalization")


def _base(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    wanted = shipped(sealed.key["budget"])
    entry = reading.entry(answers, "base_model", "model")
    chain = models.architecture(entry, "base_model")
    top = any(layer.kind == "Dense" for layer in chain)
    pooled = any(layer.kind in ("GlobalAveragePooling2D", "GlobalMaxPooling2D") for layer in chain)
    shapes = wanted.fits(entry["weights"]) and len(entry["weights"]) == len(wanted.weights)
    yield find(
        "base_model:network",
        f"`base_model` is MobileNetV2 of width {wanted.base.alpha:g} without its top",
        shapes and not top and not pooled,
        1.5,
        expected=f"{len(wanted.weights)} weight tensors, {wanted.parameters:,} parameters, no Dense layer",
        got=f"{len(entry['weights'])} tensors, {sum(w.size for w in entry['weights']):,} parameters"
        + (", with its top" if top else ", pooled" if pooled else ""),
        cause="The last layers, which name ImageNet's thousand classes, are still there." if top else
        "It pools its features already (the argument `pooling`); here that is the first layer of the head." if pooled
        else "Another width than ALPHA, or another network.",
        next_step="Look at include_top, pooling and alpha.",
    )  # fmt: skip
    same = shapes and not moved(entry["weights"], wanted.weights).any()
    yield find(
        "base_model:weights",
        "`base_model` has the pre-trained weights",
        same,
        1.5,
        expected="the weights in WEIGHTS",
        got="the same" if same else "other weights",
        cause="Its weights are random: nothing was loaded, and there is nothing to transfer."
        if shapes and moved(entry["weights"], wanted.weights).mean() > 0.3 else
        "Some of the weights have changed: it was trained before it was frozen.",
        next_step="Pass weights=WEIGHTS, and load a fresh base.",
    )  # fmt: skip
    frozen = entry["trainable_weights"] == 0
    yield find(
        "base_model:frozen",
        "nothing in `base_model` can be trained",
        frozen,
        2,
        expected="0 trainable tensors",
        got=f"{entry['trainable_weights']} trainable tensors",
        cause="The base was not frozen: training would change what it has learnt.",
        next_step="Set its attribute `trainable` before you compile anything with it.",
    )


def _loader(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    entry = reading.entry(answers, "load_base", "model")
    tensors = len(entry["trainable"])
    wanted = len(shipped(sealed.key["budget"]).weights)
    yield find(
        "load_base:frozen",
        "`load_base` returns such a base, frozen",
        tensors == wanted and entry["trainable_weights"] == 0,
        1,
        expected=f"{wanted} tensors, none trainable",
        got=f"{tensors} tensors, {entry['trainable_weights']} trainable",
        cause="`base_model` was frozen outside of the function: the next base from it will not be.",
        next_step="Freeze the network inside `load_base`, before it is returned.",
    )


def _numbers(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    wanted = shipped(sealed.key["budget"])
    side = -(-wanted.base.image_size // 32)
    axes = reading.items(answers, "feature_shape")
    batch = len(axes) == 4 and axes[0].get("kind") in ("stub", "number")  # None, or a number of photos
    shape = [reading.number_of(axis, "feature_shape") for axis in (axes[1:] if batch else axes)]
    yield find(
        "feature_shape:true",
        "`feature_shape` is the shape of one photo's features",
        shape == [side, side, 1280] and not batch,
        1,
        expected="rows, columns and 1280 features, without the batch axis",
        got=f"({', '.join(['batch'] * batch + [f'{size:g}' for size in shape])})",
        cause="The batch axis is still there." if batch else "It is not what the base's output says.",
        next_step="Read base_model.output_shape.",
    )
    for name, true, cause in (
        ("base_parameters", wanted.parameters, "Count all parameters, frozen or not."),
        ("trainable_tensors", 0, "A frozen network has no trainable tensors; was it frozen when you counted?"),
    ):
        said = reading.number(answers, name)
        yield find(
            f"{name}:true",
            f"`{name}` is read off the base",
            said == true,
            0.5,
            expected="what the base says of itself",
            got=f"{said:,.0f}",
            cause=cause,
            next_step="Print what base_model.count_params() and base_model.trainable_weights say.",
        )


def head_of(entry: Mapping, name: str) -> list[models.Layer]:
    """The layers behind the base, without those that only act in training. Raises `WrongAnswer`."""
    chain = models.architecture(entry, name)
    last = max((place for place, layer in enumerate(chain) if layer.config.get("name") == "out_relu"), default=-1)
    if last < 0:
        last = max((place for place, layer in enumerate(chain) if layer.kind in _OF_A_BASE), default=-1)
    return [layer for layer in chain[last + 1 :] if layer.kind not in _PASSIVE]


def _head(name: str, points: float):
    def judge(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
        entry = reading.entry(answers, name, "model")
        head = head_of(entry, name)
        kinds = [layer.kind for layer in head]
        pooled = bool(kinds) and kinds[0] in ("GlobalAveragePooling2D", "GlobalMaxPooling2D")
        flat = "Flatten" in kinds
        yield find(
            f"{name}:pooling",
            f"`{name}` pools each feature over all places",
            pooled and "Flatten" not in kinds,
            points / 4,
            expected="GlobalAveragePooling2D behind the base",
            got=kinds[0] if kinds else "nothing behind the base",
            cause="Flatten keeps every place apart: nine times and more the weights, and the place of a flower counts."
            if flat
            else "The features are still a map; Dense would work on each place by itself.",
            next_step="Put a global pooling layer between base and Dense.",
        )
        dense = [layer for layer in head if layer.kind == "Dense"]
        hidden = dense[:-1]
        yield find(
            f"{name}:hidden",
            f"`{name}` has one hidden layer of {HIDDEN} units with ReLU",
            [(layer.config.get("units"), layer.activation) for layer in hidden] == [(HIDDEN, "relu")],
            points / 4,
            expected=f"Dense({HIDDEN}, relu)",
            got=", ".join(f"Dense({layer.config.get('units')}, {layer.activation})" for layer in hidden) or "none",
            cause="Without an activation two Dense layers are no more than one."
            if hidden and hidden[0].activation == "linear"
            else "The hidden layer is missing, has another size, or there is more than one.",
            next_step="Read the table of this section from top to bottom.",
        )
        last = dense[-1] if dense else None
        units, activation = (last.config.get("units"), last.activation) if last else (None, "none")
        yield find(
            f"{name}:output",
            f"`{name}` ends with a probability for each of {CLASSES} classes that exclude one another",
            units == CLASSES and activation == "softmax",
            points / 4,
            expected=f"Dense({CLASSES}, softmax)",
            got=f"{units} outputs, {activation}",
            cause="ReLU and sigmoid do not give probabilities that add up to 1."
            if activation in ("relu", "sigmoid")
            else "One output for each class, no more and no fewer."
            if units != CLASSES
            else "The outputs are raw scores; the table asks for probabilities.",
            next_step="Look at the last row of the table.",
        )
        trained = entry["trainable_weights"]
        yield find(
            f"{name}:trainable",
            f"`{name}` has {_HEAD_TENSORS} trainable tensors: the base is frozen, the head is not",
            trained == _HEAD_TENSORS,
            points / 4,
            expected=f"{_HEAD_TENSORS} trainable tensors",
            got=f"{trained} trainable tensors",
            cause="The base is not frozen, so all of its tensors would be trained too."
            if trained > 2 * _HEAD_TENSORS
            else "Nothing can be trained: the whole model was frozen, head included."
            if not trained
            else "A kernel and a bias for each of the two Dense layers make four.",
            next_step="Freeze the base alone, before the head is put on it.",
        )

    return judge


PARTS = {
    "38.2": (_base, _loader, _numbers),
    "38.3": (_head("model", 4), _head("build_classifier", 4)),
}
