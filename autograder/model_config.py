"""A model's config as evidence: read with care, and only Keras's own layers let through."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache

from autograder.findings import WrongAnswer
from autograder.reading import typed

MAX_LAYERS = 400
MAX_CONFIG_TEXT = 1_000_000
MAX_DEPTH = 40
_MODELS = ("Sequential", "Functional")
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


def checked_config(value, name: str) -> dict:
    """The config of a collected model, which names nothing that could carry code: to be read, not changed.

    Raises `WrongAnswer`.
    """
    raw = typed(value, name, "model").get("config")
    try:
        config, strange = _read(raw)
    except (ValueError, RecursionError) as error:
        raise refused(name, "its config cannot be read") from error
    if config is None:
        raise WrongAnswer(
            f"{name}:built_in",
            f"`{name}` is a Sequential or Functional model",
            "Sequential or Functional",
            str(value.get("class"))[:60],
            "A subclass of keras.Model carries its own code, which cannot be examined.",
            "Build it with keras.Sequential([...]) or keras.Model(inputs, outputs).",
        )
    if strange is not None:
        raise WrongAnswer(
            f"{name}:built_in",
            f"`{name}` is made of Keras's own layers",
            "built-in layers",
            strange,
            "Lambda and custom layers carry code, and the grader runs none of it.",
            "Express the same step with a built-in layer, for example Rescaling or Normalization.",
        )
    return config


def alike(value, name: str) -> str:
    """The checked config of a collected model, as JSON, with its layers numbered instead of named, and all trainable.

    It is the same for all models that compute the same from the same weights, whatever Keras happened to call their
    layers and whatever was frozen. Where a regularizer is set, frozen layers stay so: they add nothing to a loss.
    Raises `WrongAnswer`.
    """
    checked_config(value, name)
    return _alike(value["config"])


# Many parts look at a model, and all of a class have much the same ones. To go through hundreds of layers takes long.
@lru_cache(16)
def _read(raw: str) -> tuple[dict | None, str | None]:
    """A model's config, None where it is of another class, and the first thing in it that may carry code, if any."""
    config = json.loads(raw if len(raw) < MAX_CONFIG_TEXT else "")
    _require_shallow(config)
    if not isinstance(config, dict) or config.get("class_name") not in _MODELS:
        return None, None
    config.pop("compile_config", None)
    config = _by_name(config)
    return config, next(_strange(config), None)


@lru_cache(16)
def _alike(raw: str) -> str:
    model, _ = _read(raw)
    return json.dumps(_numbered(model if _regularized(model) else _thawed(model)))


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


def _strange(node) -> Iterator[str]:
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


def layer_configs(config: dict, name: str) -> list[dict]:
    """The configs of its layers in order, those of nested models in their place. Raises `WrongAnswer`."""
    layers = config["config"].get("layers") if isinstance(config.get("config"), dict) else None
    if not isinstance(layers, list) or len(layers) > MAX_LAYERS or not all(_is_layer(x) for x in layers):
        raise refused(name, "its list of layers cannot be read")
    if config["class_name"] == "Functional" and any(len(x.get("inbound_nodes", [])) > 1 for x in layers):
        raise WrongAnswer(
            f"{name}:chain", f"every layer of `{name}` is used once", "a chain of layers", "a layer called twice",
            "A layer that is called twice shares its weights between two places, so the two can never differ.",
            "Make a layer object for each place.",
        )  # fmt: skip
    flat = []
    for layer in layers:
        nested = layer.get("class_name") in _MODELS
        flat += layer_configs(layer, name) if nested else [layer]
    return flat


def _thawed(node):
    if isinstance(node, dict):
        return {key: key == "trainable" or _thawed(item) for key, item in node.items()}
    return [_thawed(item) for item in node] if isinstance(node, list) else node


def _numbered(model: dict) -> dict:
    settings = model.get("config")
    layers = settings.get("layers") if isinstance(settings, dict) else None
    if not isinstance(layers, list) or not all(map(_is_layer, layers)):
        return model  # Keras will refuse it
    numbers = {str(layer["config"].get("name")): f"layer_{number}" for number, layer in enumerate(layers)}
    inside = []
    for layer in layers:
        name = numbers[str(layer["config"].get("name"))]
        new = _numbered(layer) if layer.get("class_name") in _MODELS else dict(layer)
        new["config"] = {**new["config"], "name": name}
        if "name" in new:
            new["name"] = name
        if "inbound_nodes" in new:
            new["inbound_nodes"] = _pointing(new["inbound_nodes"], numbers)
        inside.append(new)
    ends = {key: _pointing(settings[key], numbers) for key in ("input_layers", "output_layers") if key in settings}
    return {**model, "config": {**settings, **ends, "name": "model", "layers": inside}}


def _pointing(node, numbers: dict[str, str]):
    """A config's part in which the places [layer, call, output] have their layers numbered."""
    if isinstance(node, dict):
        return {key: _pointing(item, numbers) for key, item in node.items()}
    if not isinstance(node, list):
        return node
    if len(node) == 3 and isinstance(node[0], str):
        return [numbers.get(node[0], node[0]), *node[1:]]
    return [_pointing(item, numbers) for item in node]


def _regularized(node) -> bool:
    if isinstance(node, dict):
        set_here = any(str(key).endswith("_regularizer") and item is not None for key, item in node.items())
        return set_here or any(map(_regularized, node.values()))
    return isinstance(node, list) and any(map(_regularized, node))


def _is_layer(node) -> bool:
    return (
        isinstance(node, dict)
        and isinstance(node.get("config"), dict)
        and isinstance(node.get("inbound_nodes", []), list)
    )


def refused(name: str, why: str) -> WrongAnswer:
    """The message for a model that cannot be examined; `why` says what was found."""
    return WrongAnswer(
        f"{name}:rebuilt",
        f"`{name}` can be rebuilt from its config and weights",
        "a built model of Keras's own layers",
        why,
        "The model has not been built (no input shape), or is not an ordinary Keras model.",
        "Start it with keras.Input(shape=…), use built-in layers, and run the cell again.",
    )
