"""Models as evidence: rebuild one from its config and weights, and read its architecture. Built-in layers only."""

from __future__ import annotations

import hashlib
import json
import operator
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from autograder.findings import WrongAnswer
from autograder.model_config import alike, checked_config, layer_configs, refused
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


class Rebuilt:
    """A collected model: the network that its config describes, and its own weights. Made by `rebuild`.

    The network is shared by all models that are alike, for building it and tracing its graph takes longer than
    computing with it; it carries the weights of whoever computed last.
    """

    def __init__(self, network: _Network, weights: list[np.ndarray], known: bytes):
        self._network, self._weights, self._known = network, weights, known

    @property
    def input_shape(self) -> tuple:
        """As Keras has it: None for the batch's axis."""
        return self._network.model.input_shape

    @property
    def output_shape(self) -> tuple:
        """As Keras has it: None for the batch's axis."""
        return self._network.model.output_shape

    @property
    def output_activation(self) -> str:
        """The name of the activation that ends it, which may be a layer of its own; `linear` where there is none."""
        import keras

        last = self._network.model.layers[-1]
        if isinstance(last, keras.layers.Softmax):
            return "softmax"
        return getattr(getattr(last, "activation", None), "__name__", "linear")

    def penalty(self) -> float:
        """What the regularizers of its weights add to every loss that Keras reports.

        What a layer adds for its outputs is left out: it depends on the batches.
        """
        self._network.take(self._weights)
        weights = self._network.model.trainable_weights
        return float(sum(np.asarray(weight.regularizer(weight)) for weight in weights if weight.regularizer))

    def predict(self, x: np.ndarray, batch_size: int = 256) -> np.ndarray:
        """Its outputs for `x`, in inference mode: float32 of shape (n, …)."""
        return self._computed(x, batch_size)[1]

    def before_activation(self, x: np.ndarray) -> np.ndarray:
        """What goes into the activation that ends it, for inputs `x`: float32 (n, outputs)."""
        return self._computed(x)[0]

    def log_probabilities(self, x: np.ndarray, from_logits: bool = False) -> np.ndarray:
        """The logarithms of a classifier's outputs for `x`, in nats: float64 of shape (n, classes).

        With `from_logits` the outputs are logits. Behind a softmax the logarithms are taken from what went into it, so
        that a probability too small for float32 keeps its logarithm.
        """
        before, outputs = self._computed(x)
        softmax = self.output_activation == "softmax"
        if not softmax and not from_logits:
            return np.log(np.clip(outputs.astype(float), 1e-30, None))
        logits = before if softmax else outputs
        shifted = logits.astype(float) - logits.max(axis=-1, keepdims=True)
        return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))

    def _computed(self, x: np.ndarray, batch_size: int = 256) -> tuple[np.ndarray, np.ndarray]:
        """What goes into the last activation, and what comes out of it. Batches are smaller where layers are large."""
        self._network.take(self._weights)
        size = min(batch_size, self._network.batch_size)
        batches = [self._network.compute(x[i : i + size], self._known) for i in range(0, len(x), size)]
        return tuple(np.concatenate(each) for each in zip(*batches, strict=True))


class _Network:
    """A built `keras.Model`, and the graphs that compute it: without its layers' Python, and freeing as they go.

    A network within it that every input goes through first, the base, is computed apart.
    """

    def __init__(self, model):
        import keras
        import tensorflow as tf

        self.model = model
        self._weights: list[np.ndarray] | None = None
        self._last = model.layers[-1]
        self._apart = isinstance(self._last, keras.layers.Softmax | keras.layers.Activation)
        self._normalizations = [x for x in _each_layer(model) if isinstance(x, keras.layers.Normalization)]
        self.batch_size = affordable_batch(model)
        self._base, self._rest = _parts(model, [self._last.input, *model.outputs] if self._apart else model.outputs)
        self._said: dict[bytes, np.ndarray] = {}  # by digest what a known base says, the latest used last
        self._base_graph = tf.function(self._traced_base, autograph=False)
        self._graph = tf.function(self._traced, autograph=False)

    def take(self, weights: list[np.ndarray]) -> None:
        """Carry `weights` from now on. Only those are set that differ: networks on one frozen base share most."""
        if self._weights is weights:
            return
        carried, self._weights = self._weights, None  # should it stop half way, then it carries nobody's
        for number, (variable, weight) in enumerate(zip(self.model.weights, weights, strict=True)):
            if carried is None or not np.array_equal(carried[number], weight):
                variable.assign(weight.astype(np.float32) if weight.dtype.kind == "f" else weight)
        self._weights = weights

    def begins_with(self, base: Sequence[np.ndarray]) -> bytes:
        """The digest of `base` if these are the weights of the network that every input goes through first."""
        own = self._base.weights if self._base is not None else ()
        first = 0 < len(own) == len(base) and all(map(operator.is_, own, self.model.weights))
        return _digest(*base) if first and all(map(np.array_equal, self._weights, base)) else b""

    def compute(self, x: np.ndarray, known: bytes) -> tuple[np.ndarray, np.ndarray]:
        """What goes into the last activation and what comes out of it, for a batch.

        `known` is what `begins_with` said: what a known base has said of a batch is not computed again.
        """
        if self._base is not None:
            x = self._of_known_base(x, known) if known else _run(self._base_graph, x)
        return _run(self._graph, x)

    def _of_known_base(self, x: np.ndarray, known: bytes) -> np.ndarray:
        key = known + _digest(x)
        said = self._said.pop(key, None)
        said = self._said[key] = _run(self._base_graph, x) if said is None else said
        while sum(kept.nbytes for kept in self._said.values()) > _MOST_SAID and len(self._said) > 1:
            del self._said[next(iter(self._said))]
        return said

    def _traced_base(self, x):
        self._finalize()
        return self._base(x, training=False)

    def _finalize(self) -> None:
        for layer in self._normalizations:
            layer.finalize_state()  # what it computes with is derived from its weights, each time anew

    def _traced(self, x):
        self._finalize()
        if self._apart:
            return self._rest(x, training=False)
        activation = getattr(self._last, "activation", None)
        if activation is None:
            outputs = self._rest(x, training=False)
            return outputs, outputs
        try:
            self._last.activation = None
            before = self._rest(x, training=False)
        finally:
            self._last.activation = activation
        return before, activation(before)


def _run(graph, x: np.ndarray):
    """What a graph makes of a batch of any size: an array, or several."""
    import tensorflow as tf

    made = graph.get_concrete_function(tf.TensorSpec((None, *x.shape[1:]), x.dtype))(tf.constant(x))
    return tuple(map(np.asarray, made)) if isinstance(made, tuple | list) else np.asarray(made)


def _digest(*arrays: np.ndarray) -> bytes:
    """The same for the same arrays alone."""
    digest = hashlib.blake2b()
    for array in arrays:
        digest.update(repr((array.shape, array.dtype)).encode() + array.tobytes())
    return digest.digest()


def _parts(model, outputs: list):
    """The network within `model` that every input goes through first, None where there is none, and the rest of it, up
    to `outputs`."""
    import keras

    inside = (place for place, layer in enumerate(model.layers[:-1]) if hasattr(layer, "layers"))
    try:
        (said,) = keras.tree.flatten(model.layers[next(inside) + 1].input)
        return keras.Model(model.inputs, said), keras.Model(said, outputs)
    except (StopIteration, ValueError, AttributeError):  # Keras refuses a rest that something else leads to
        return None, keras.Model(model.inputs, outputs)


def _each_layer(model) -> Iterator:
    for layer in model.layers:
        yield from _each_layer(layer) if hasattr(layer, "layers") else [layer]


_MOST_KEPT = 8
_MOST_SAID = 64_000_000  # bytes
_kept: dict[tuple, _Network] = {}  # by config and the weights' shapes, the latest used last


def rebuild(value, name: str, base: Sequence[np.ndarray] = ()) -> Rebuilt:
    """A collected model, made from its config and weights alone. Raises `WrongAnswer`.

    Many models may begin with one network whose weights are `base`: what it says of an input is computed once for all.
    """
    config = alike(value, name)
    weights = value.get("weights")
    if not isinstance(weights, list) or not all(isinstance(w, np.ndarray) for w in weights):
        raise refused(name, "its weights cannot be read")
    shapes = tuple(w.shape for w in weights)
    key = config, shapes
    network = _kept.pop(key, None)
    if network is None:
        # What Keras keeps a thread: names, random numbers, weights still to be made. Nothing of it may stay.
        with ThreadPoolExecutor(1) as thread:
            network = thread.submit(_built, json.loads(config), shapes, name).result()
    _kept[key] = network
    if len(_kept) > _MOST_KEPT:
        del _kept[next(iter(_kept))]
    try:
        network.take(weights)
    except Exception as error:
        raise refused(name, "its weights are not numbers") from error
    return Rebuilt(network, weights, network.begins_with(base))


def _built(config: dict, shapes: tuple[tuple[int, ...], ...], name: str) -> _Network:
    import keras

    try:
        with keras.StatelessScope(initialize_variables=False):  # weights have shapes here, and take no memory yet
            model = keras.saving.deserialize_keras_object(config, safe_mode=True)
        if not model.layers or not model.inputs or tuple(tuple(w.shape) for w in model.weights) != shapes:
            raise refused(name, "its weights do not fit its layers")
        require_affordable(model, name)
        with keras.StatelessScope():  # leaving it makes the weights
            pass
        return _Network(model)
    except WrongAnswer:
        raise
    except Exception as error:  # a forged or unbuilt model: whatever Keras says, it cannot be examined
        raise refused(name, f"Keras cannot rebuild it ({type(error).__name__})") from error


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
