"""Models as evidence: rebuild one from its config and weights, and read its architecture. Built-in layers only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from autograder.findings import WrongAnswer
from autograder.model_cost import affordable_batch, require_affordable
from autograder.reading import typed

MAX_LAYERS = 400
MAX_CONFIG_TEXT = 1_000_000
MAX_DEPTH = 40
# What a config may name. Anything else (Lambda above all) could carry code.
# fmt: off
_LAYERS = frozenset(
    [
        "InputLayer", "Dense", "Activation", "Dropout", "Flatten", "Reshape", "Permute", "Rescaling", "Normalization",
        "BatchNormalization", "LayerNormalization", "GaussianNoise", "GaussianDropout", "AlphaDropout", "ReLU",
        "LeakyReLU", "PReLU", "ELU", "Softmax", "Conv1D", "Conv2D", "DepthwiseConv2D", "SeparableConv2D",
        "MaxPooling1D", "MaxPooling2D", "AveragePooling1D", "AveragePooling2D", "GlobalAveragePooling1D",
        "GlobalAveragePooling2D", "GlobalMaxPooling1D", "GlobalMaxPooling2D", "ZeroPadding2D", "Cropping2D",
        "UpSampling2D", "Resizing", "CenterCrop", "RandomFlip", "RandomRotation", "RandomZoom", "RandomTranslation",
        "RandomContrast", "RandomBrightness", "RandomCrop", "Add", "Average", "Concatenate", "Maximum", "Minimum",
        "Multiply", "Subtract", "SpatialDropout1D", "SpatialDropout2D", "Identity",
    ]
)
# fmt: on
_CLASSES_BY_MODULE = {
    "keras": frozenset({"Sequential", "Functional", "DTypePolicy", "Variable", "KerasTensor"}),
    "keras.models": frozenset({"Sequential", "Functional"}),
    "keras.src.models.functional": frozenset({"Functional"}),
    "keras.src.models.sequential": frozenset({"Sequential"}),
    "keras.layers": _LAYERS,
}
_OPEN_MODULES = ("keras.initializers", "keras.regularizers", "keras.constraints")
_PLAIN_CLASSES = frozenset({"__keras_tensor__", "__tuple__", "__numpy__", "__tensor__"})
# fmt: off
_ACTIVATIONS = frozenset(
    [
        "linear", "relu", "relu6", "elu", "selu", "celu", "gelu", "silu", "swish", "leaky_relu", "sigmoid",
        "hard_sigmoid", "hard_silu", "hard_swish", "tanh", "hard_tanh", "softmax", "log_softmax", "softplus",
        "softsign", "exponential", "mish", "log_sigmoid", "threshold", "squareplus", "sparsemax",
    ]
)
# fmt: on


@dataclass(frozen=True)
class Layer:
    """One layer of a chain: `kind` is the class name, `config` its own settings."""

    kind: str
    config: Mapping

    @property
    def activation(self) -> str:
        """The name of its activation, `linear` where it has none."""
        named = self.config.get("activation") if self.kind in ("Dense", "Activation", "Conv2D", "Conv1D") else None
        if self.kind in _ACTIVATION_LAYERS:
            return _ACTIVATION_LAYERS[self.kind]
        if isinstance(named, dict):  # a layer given as activation, such as layers.ReLU()
            return _ACTIVATION_LAYERS.get(named.get("class_name"), "linear")
        return named if isinstance(named, str) else "linear"


_ACTIVATION_LAYERS = {"ReLU": "relu", "LeakyReLU": "leaky_relu", "ELU": "elu", "Softmax": "softmax", "PReLU": "prelu"}


def architecture(value, name: str) -> list[Layer]:
    """The layers of a chain-shaped model in order, a separate activation layer folded into the layer before it.

    Input layers are left out. Raises `WrongAnswer` for a model that branches or holds other than built-in layers.
    """
    config = _checked_config(value, name)
    layers = [Layer(str(entry.get("class_name")), entry.get("config") or {}) for entry in _chain(config, name)]
    chain: list[Layer] = []
    for layer in layers:
        if layer.kind == "InputLayer":
            continue
        alone = layer.kind == "Activation" or layer.kind in _ACTIVATION_LAYERS
        if alone and chain and chain[-1].activation == "linear" and "activation" in chain[-1].config:
            chain[-1] = Layer(chain[-1].kind, {**chain[-1].config, "activation": layer.activation})
        else:
            chain.append(layer)
    return chain


def rebuild(value, name: str):
    """A fresh `keras.Model` made from a collected model's config and weights alone. Raises `WrongAnswer`."""
    config = _checked_config(value, name)
    weights = value.get("weights")
    if not isinstance(weights, list) or not all(isinstance(w, np.ndarray) for w in weights):
        raise _refused(name, "its weights cannot be read")
    # What Keras keeps a thread: names, random numbers, weights still to be made. Nothing of it may stay.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_built, config, weights, name).result()


def _built(config: dict, weights: list[np.ndarray], name: str):
    import keras

    try:
        with keras.StatelessScope(initialize_variables=False):  # weights have shapes here, and take no memory yet
            model = keras.saving.deserialize_keras_object(config, safe_mode=True)
        if (
            not model.layers
            or not model.inputs
            or [tuple(w.shape) for w in model.weights] != [w.shape for w in weights]
        ):
            raise _refused(name, "its weights do not fit its layers")
        require_affordable(model, name)
        with keras.StatelessScope():  # leaving it makes the weights
            pass
        model.set_weights([w.astype(np.float32) if w.dtype.kind == "f" else w for w in weights])
        for layer in model.layers:
            if isinstance(layer, keras.layers.Normalization):
                layer.finalize_state()  # what it computes with is derived from its weights
    except WrongAnswer:
        raise
    except Exception as error:  # a forged or unbuilt model: whatever Keras says, it cannot be examined
        raise _refused(name, f"Keras cannot rebuild it ({type(error).__name__})") from error
    return model


def predict(model, x: np.ndarray, batch_size: int = 256) -> np.ndarray:
    """`model`'s outputs for `x`, in inference mode, without tracing a function first: float32 of shape (n, …).

    Batches are smaller where a layer's output is large.
    """
    batch_size = min(batch_size, affordable_batch(model))
    batches = [np.asarray(model(x[i : i + batch_size], training=False)) for i in range(0, len(x), batch_size)]
    return np.concatenate(batches)


def log_probabilities(model, x: np.ndarray, from_logits: bool = False) -> np.ndarray:
    """The logarithms of a classifier's outputs for `x`, in nats: float64 of shape (n, classes).

    With `from_logits` the outputs are logits. Behind a softmax the logarithms are taken from what went into it, so that
    a probability too small for float32 keeps its logarithm.
    """
    softmax = output_activation(model) == "softmax"
    if not softmax and not from_logits:
        return np.log(np.clip(predict(model, x).astype(float), 1e-30, None))
    logits = before_activation(model, x) if softmax else predict(model, x)
    shifted = logits.astype(float) - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def penalty(model) -> float:
    """What the regularizers of `model` add to every loss that Keras reports."""
    return float(sum(np.asarray(loss) for loss in model.losses))


def output_activation(model) -> str:
    """The name of the activation that ends `model`, which may be a layer of its own; `linear` where there is none."""
    import keras

    last = model.layers[-1]
    if isinstance(last, keras.layers.Softmax):
        return "softmax"
    return getattr(getattr(last, "activation", None), "__name__", "linear")


def before_activation(model, x: np.ndarray) -> np.ndarray:
    """What goes into the activation that ends `model`, for inputs `x`: float32 (n, outputs)."""
    import keras

    last = model.layers[-1]
    if isinstance(last, keras.layers.Softmax | keras.layers.Activation):
        return predict(keras.Model(model.inputs[0], last.input), x)
    activation = last.activation
    try:
        last.activation = keras.activations.linear
        return predict(model, x)
    finally:
        last.activation = activation


def compiled(value, name: str) -> tuple[Mapping, Mapping]:
    """A collected model's optimizer and loss. Raises `WrongAnswer` where it was never compiled."""
    optimizer, loss = value.get("optimizer"), value.get("loss")
    if isinstance(optimizer, Mapping) and isinstance(loss, Mapping):
        return optimizer, loss
    raise WrongAnswer(
        f"{name}:compiled",
        f"`{name}` has been compiled",
        "an optimizer and a loss",
        "a model that was never compiled",
        "Without compile, fit has neither a loss to lower nor an optimizer to lower it with.",
        f"Call `{name}.compile(optimizer=…, loss=…, metrics=[…])` before `fit`.",
    )


def _checked_config(value, name: str) -> dict:
    raw = typed(value, name, "model").get("config")
    try:
        config = json.loads(raw if len(raw) < MAX_CONFIG_TEXT else "")
        _require_shallow(config)
    except (ValueError, RecursionError) as error:
        raise _refused(name, "its config cannot be read") from error
    if not isinstance(config, dict) or config.get("class_name") not in ("Sequential", "Functional"):
        raise WrongAnswer(
            f"{name}:built_in",
            f"`{name}` is a Sequential or Functional model",
            "Sequential or Functional",
            str(value.get("class"))[:60],
            "A subclass of keras.Model carries its own code, which cannot be examined.",
            "Build it with keras.Sequential([...]) or keras.Model(inputs, outputs).",
        )
    config.pop("compile_config", None)
    config = _by_name(config)
    for strange in _strange(config):
        raise WrongAnswer(
            f"{name}:built_in",
            f"`{name}` is made of Keras's own layers",
            "built-in layers",
            strange,
            "Lambda and custom layers carry code, and the grader runs none of it.",
            "Express the same step with a built-in layer, for example Rescaling or Normalization.",
        )
    return config


def _require_shallow(node, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    for item in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _require_shallow(item, depth + 1)


def _by_name(node):
    """A config whose activations given as functions, such as tf.nn.softmax, are named: Keras's own is meant."""
    if isinstance(node, list):
        return [_by_name(item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("class_name") == "function" and node.get("module") == "builtins":
        name = str(node.get("config")).removesuffix("_v2")
        return name if name in _ACTIVATIONS else node
    return {key: _by_name(item) for key, item in node.items()}


def _strange(node):
    """Names in a config that are not on the lists above."""
    if isinstance(node, list):
        for item in node:
            yield from _strange(item)
    elif isinstance(node, dict):
        if "class_name" in node and not _known(node):
            yield f"{node.get('class_name')}"[:60]
        activation = node.get("activation")
        if isinstance(activation, str) and activation not in _ACTIVATIONS:
            yield f"activation {activation}"[:60]
        for item in node.values():
            yield from _strange(item)


def _known(node: dict) -> bool:
    module, class_name = node.get("module"), node.get("class_name")
    if not isinstance(class_name, str) or not isinstance(module, str | None):
        return False
    if node.get("registered_name") not in (None, class_name) or class_name == "function":
        return False
    if class_name in _PLAIN_CLASSES and module is None:
        return True
    return class_name in _CLASSES_BY_MODULE.get(module, ()) or module in _OPEN_MODULES


def _chain(config: dict, name: str) -> list[dict]:
    layers = config["config"].get("layers") if isinstance(config.get("config"), dict) else None
    if not isinstance(layers, list) or len(layers) > MAX_LAYERS or not all(_is_layer(x) for x in layers):
        raise _refused(name, "its list of layers cannot be read")
    if config["class_name"] == "Functional" and any(len(x.get("inbound_nodes", [])) > 1 for x in layers):
        raise _refused(name, "a layer is used more than once")
    flat = []
    for layer in layers:
        nested = layer.get("class_name") in ("Sequential", "Functional")
        flat += _chain(layer, name) if nested else [layer]
    return flat


def _is_layer(node) -> bool:
    return (
        isinstance(node, dict)
        and isinstance(node.get("config"), dict)
        and isinstance(node.get("inbound_nodes", []), list)
    )


def _refused(name: str, why: str) -> WrongAnswer:
    """The message for a model that cannot be examined; `why` says what was found."""
    return WrongAnswer(
        f"{name}:rebuilt",
        f"`{name}` can be rebuilt from its config and weights",
        "a built model of Keras's own layers",
        why,
        "The model has not been built (no input shape), or is not an ordinary Keras model.",
        "Start it with keras.Input(shape=…), use built-in layers, and run the cell again.",
    )
