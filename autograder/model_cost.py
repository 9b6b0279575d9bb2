"""What it costs to compute a model, read off its layers: a few weights can make a network that no machine can run."""

from __future__ import annotations

import math

import numpy as np

from autograder.findings import WrongAnswer

# For one example: numbers in the largest layer's output, and multiplications in all layers.
MAX_ACTIVATIONS = 20_000_000
MAX_MULTIPLICATIONS = 500_000_000
_ACTIVATIONS_AT_A_TIME = 50_000_000  # of all layers together: 200 MB if every layer kept its output


def require_affordable(model, name: str) -> None:
    """Raise `WrongAnswer` for a model that few weights make, but that takes a machine to compute."""
    try:
        activations, _, multiplications = _cost(model)
    except (TypeError, ValueError, AttributeError) as error:  # an axis of any length, a layer of several shapes
        raise WrongAnswer(
            f"{name}:size", f"the shapes in `{name}` are fixed", "a number for each axis but the batch's",
            "an axis of any length", "The input's shape leaves an axis open.",
            "Write the whole shape into keras.Input(shape=…).",
        ) from error  # fmt: skip
    if activations > MAX_ACTIVATIONS or multiplications > MAX_MULTIPLICATIONS:
        raise WrongAnswer(
            f"{name}:size",
            f"`{name}` can be computed in reasonable time",
            f"at most {MAX_MULTIPLICATIONS:,} multiplications an example",
            f"{multiplications:,} multiplications, {activations:,} numbers in one layer",
            "A layer works at a size far beyond that of the images.",
            f"Read the column Output Shape of {name}.summary() and look for the layer where it explodes.",
        )


def _cost(model) -> tuple[int, int, int]:
    """Numbers in the largest layer's output and in all outputs, and multiplications, for one example: upper bounds."""
    largest = every = multiplications = 0
    for layer in model.layers:
        if hasattr(layer, "layers"):
            inner = _cost(layer)
            largest = max(largest, inner[0])
            every, multiplications = every + inner[1], multiplications + inner[2]
            continue
        shape = layer.output.shape[1:]
        size = math.prod(shape)
        uses = max(1, len(layer._inbound_nodes))  # a layer may be called many times
        window = math.prod(np.ravel(getattr(layer, "pool_size", 1)).tolist())
        places = size // max(1, shape[-1] if shape else 1)
        weights = sum(math.prod(weight.shape) for weight in layer.weights)
        largest = max(largest, size)
        every += uses * size
        multiplications += uses * (size * window + places * weights)
    return largest, every, multiplications


def affordable_batch(model) -> int:
    """How many examples `model` can compute at a time in modest memory, at least 1."""
    return max(1, _ACTIVATIONS_AT_A_TIME // max(1, _cost(model)[1]))
