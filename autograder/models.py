"""Models as evidence: rebuild one from its config and weights, and read its architecture. Built-in layers only."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from autograder.findings import WrongAnswer
from autograder.model_config import checked_config, layer_configs, refused
from autograder.model_cost import affordable_batch, require_affordable


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
    config = checked_config(value, name)
    layers = [Layer(str(entry.get("class_name")), entry.get("config") or {}) for entry in layer_configs(config, name)]
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
    config = checked_config(value, name)
    weights = value.get("weights")
    if not isinstance(weights, list) or not all(isinstance(w, np.ndarray) for w in weights):
        raise refused(name, "its weights cannot be read")
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
            raise refused(name, "its weights do not fit its layers")
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
        raise refused(name, f"Keras cannot rebuild it ({type(error).__name__})") from error
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
