"""Session 37, judging 37.4: the seven-layer network, layer by layer, in whatever way it was built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import numpy as np

from autograder import models, reading
from autograder.exercises import Sealed
from autograder.findings import Finding, find
from autograder.models import Layer

PARAMETERS = 121_930
_INPUT = (None, 28, 28, 1)
_ONES, _TWOS, _THREES = [1, 1], [2, 2], [3, 3]


@dataclass(frozen=True)
class Wanted:
    """A layer of the reference network: its class, what stands in its config, and its activation."""

    name: str
    kind: str
    settings: Mapping = field(default_factory=dict)
    activation: str = "linear"


_CONV = {"kernel_size": _THREES, "strides": _ONES, "padding": "valid", "dilation_rate": _ONES, "groups": 1}
_POOL = {"pool_size": _TWOS, "strides": _TWOS, "padding": "valid"}
NETWORK = (
    Wanted("first convolution", "Conv2D", {"filters": 32, **_CONV}, "relu"),
    Wanted("first pooling", "MaxPooling2D", _POOL),
    Wanted("second convolution", "Conv2D", {"filters": 64, **_CONV}, "relu"),
    Wanted("second pooling", "MaxPooling2D", _POOL),
    Wanted("flattening", "Flatten"),
    Wanted("hidden Dense layer", "Dense", {"units": 64}, "relu"),
    Wanted("output layer", "Dense", {"units": 10}, "softmax"),
)
# What a wrong setting means, for the student.
_CAUSES = {
    "filters": "The number of filters is another one: it is what the layer puts out, not what comes in.",
    "kernel_size": "The kernel has another size; the task asks for 3×3.",
    "padding": "padding='same' adds a frame of zeros, and height and width then stay as they are.",
    "strides": "The stride is another one: convolutions here move by 1, pooling by its own size.",
    "dilation_rate": "The kernel is spread out by dilation_rate; here it stays together.",
    "groups": "With groups a filter sees only some of the channels.",
    "pool_size": "The pooling window has another size; the task asks for 2×2.",
    "units": "The layer has another number of neurons.",
}


def chain_of(entry: Mapping, name: str) -> list[Layer]:
    """The model's layers: Rescaling left out, ReLU behind a pooling moved before it, a flat Reshape called Flatten.

    What is left is what decides: max pooling and ReLU give the same in either order. Raises `WrongAnswer`.
    """
    chain: list[Layer] = []
    for layer in models.architecture(entry, name):
        target = layer.config.get("target_shape")
        if layer.kind in ("Rescaling", "Identity"):
            continue
        if layer.kind == "Reshape" and isinstance(target, list) and len(target) == 1:
            layer = Layer("Flatten", {})
        if layer.activation == "relu" and layer.kind in ("ReLU", "Activation") and _pooled_linear(chain):
            chain[-2] = Layer("Conv2D", {**chain[-2].config, "activation": "relu"})
        else:
            chain.append(layer)
    return chain


def _pooled_linear(chain: list[Layer]) -> bool:
    kinds = [layer.kind for layer in chain[-2:]]
    return kinds == ["Conv2D", "MaxPooling2D"] and chain[-2].activation == "linear"


def _layers(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    entry = reading.entry(answers, "build_cnn", "model")
    chain = chain_of(entry, "build_cnn")
    found = _matched([layer.kind for layer in chain])
    for place, wanted in enumerate(NETWORK):
        layer = chain[found[place]] if place in found else None
        output = wanted is NETWORK[-1]
        cause = "" if layer is None else _layer_cause(wanted, layer, output)
        yield find(
            f"build_cnn:layer_{place + 1}",
            f"layer {place + 1}, the {wanted.name}, is as the task describes it",
            layer is not None and not cause,
            0.65,
            expected=f"a {wanted.kind} layer with the task's settings",
            got="no such layer at this place" if layer is None else told(layer),
            cause=cause or f"The {wanted.name} is missing, or stands at another place.",
            next_step="Put build_cnn().summary() beside the table of the seven layers.",
        )
    extra = [layer.kind for i, layer in enumerate(chain) if i not in found.values()]
    yield find(
        "build_cnn:layers",
        "the network has these seven layers and no other",
        len(chain) == len(NETWORK) and not extra,
        0.7,
        expected="seven layers",
        got=f"{len(chain)} layers" + (f", among them {', '.join(extra)[:60]}" if extra else ""),
        cause="Something was added to the network of the task; later exercises compare with the plain one."
        if len(chain) >= len(NETWORK)
        else "A layer is missing.",
        next_step="Count the lines of summary(): two times convolution and pooling, flatten, two times Dense.",
    )


def _matched(kinds: list[str]) -> dict[int, int]:
    """For each layer of the reference that the chain has, its place there; others of equal number are paired."""
    wanted = [layer.kind for layer in NETWORK]
    pairs = {}
    for same, a, b, c, d in SequenceMatcher(None, wanted, kinds, autojunk=False).get_opcodes():
        if same == "equal" or b - a == d - c:
            pairs |= dict(zip(range(a, b), range(c, d), strict=True))
    return pairs


def _layer_cause(wanted: Wanted, layer: Layer, output: bool) -> str:
    """What is wrong with a layer, empty where nothing is. The output's activation is judged apart."""
    if layer.kind != wanted.kind:
        return _KINDS.get(layer.kind, f"A {layer.kind} layer stands where {wanted.kind} belongs.")
    for setting, value in wanted.settings.items():
        if layer.config.get(setting) != value:
            return _CAUSES[setting]
    if not output and layer.activation != wanted.activation:
        return f"Its activation is {layer.activation}: between layers, ReLU is what makes them more than one."
    return ""


_KINDS = {
    "AveragePooling2D": "Average pooling blurs what max pooling keeps: whether a feature was seen at all.",
    "GlobalAveragePooling2D": "Global pooling keeps one number a channel: where something was seen is lost.",
    "GlobalMaxPooling2D": "Global pooling keeps one number a channel: where something was seen is lost.",
    "Conv1D": "Conv1D slides along one axis only; images have two.",
}


def told(layer: Layer, output: bool = False) -> str:
    """A layer in one line; an `output` without its activation."""
    named = ("filters", "units", "kernel_size", "pool_size", "strides", "padding")
    settings = ", ".join(f"{name}={layer.config[name]}" for name in named if name in layer.config)
    activation = "" if output else f", {layer.activation}"
    return f"{layer.kind}({settings}){activation}"[:160]


# The network of the task in lines, whatever its output puts out.
DESCRIBED = [f"input {_INPUT}"] + [
    told(Layer(wanted.kind, {**wanted.settings, "activation": wanted.activation}), wanted is NETWORK[-1])
    for wanted in NETWORK
]


def _output(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    entry = reading.entry(answers, "build_cnn", "model")
    chain = chain_of(entry, "build_cnn")
    activation = chain[-1].activation if chain else "none"
    told = bool((entry.get("loss") or {}).get("from_logits"))
    yield find(
        "build_cnn:output",
        "the output layer gives each of the ten digits a probability",
        activation == "softmax" or (activation == "linear" and told),
        1,
        expected="softmax, or linear compiled with a loss that knows it (from_logits)",
        got=activation,
        cause="Sigmoid asks ten separate questions, and the answers need not sum to 1."
        if activation == "sigmoid"
        else "ReLU turns every negative score into 0, and nothing sums to 1."
        if activation == "relu"
        else "The outputs are scores without bounds, not probabilities that sum to 1.",
        next_step="Print build_cnn()(x_train[:1]).numpy().sum(): what does it come to?",
    )


def _built(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    entry, again = (reading.entry(answers, name, "model") for name in ("build_cnn", "build_cnn again"))
    shape = getattr(models.rebuild(entry, "build_cnn"), "input_shape", None)
    yield find(
        "build_cnn:input",
        "the network takes images of 28×28 with one channel",
        shape == _INPUT,
        0.5,
        expected=str(_INPUT),
        got=str(shape)[:80],
        cause="The channel axis is missing." if shape == (None, 28, 28) else "The input has another shape.",
        next_step="Start the model with keras.Input(shape=(28, 28, 1)).",
    )
    count = int(sum(weight.size for weight in entry["weights"]))
    yield find(
        "build_cnn:parameters",
        f"the network has {PARAMETERS:,} parameters",
        count == PARAMETERS,
        0.75,
        expected=f"{PARAMETERS:,}",
        got=f"{count:,}",
        cause="A layer has another size than in the table of exercise 37.2.",
        next_step="Compare the column Param # of summary() with your parameter_counts, row by row.",
    )
    optimizer = entry.get("optimizer") or {}
    shared = bool(entry["weights"]) and len(entry["weights"]) == len(again["weights"])
    shared = shared and all(np.array_equal(a, b) for a, b in zip(entry["weights"], again["weights"], strict=True))
    yield find(
        "build_cnn:new",
        "`build_cnn()` makes a new, untrained network every time",
        not shared and not optimizer.get("iterations"),
        0.5,
        expected="two calls, two networks with weights of their own",
        got="the same weights twice" if shared else f"{optimizer.get('iterations', 0)} updates so far",
        cause="The function hands out one model that was made elsewhere."
        if shared
        else "The function trains the model; that is the next exercise.",
        next_step="Make the layers inside the function, and do not fit there.",
    )


PARTS = {"37.4": (_layers, _output, _built)}
