"""Session 38: the base as it was handed out. On the judge's side only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from autograder.pretrained import Base, base_for

_UNMOVED = 1e-6  # the largest change of a weight that saving and loading may make


@dataclass(frozen=True)
class Shipped:
    """The pre-trained network: its weights in order, and for each of them the place of its layer and what it is.

    `kinds` names the class of every layer; `roles` is each weight's own name, such as kernel or moving_mean.
    """

    base: Base
    weights: tuple[np.ndarray, ...]
    layer_of: np.ndarray
    kinds: tuple[str, ...]
    roles: tuple[str, ...]

    @property
    def parameters(self) -> int:
        return sum(weight.size for weight in self.weights)

    @property
    def norms(self) -> np.ndarray:
        """For each weight whether it belongs to a BatchNorm layer."""
        return np.array([self.kinds[layer] == "BatchNormalization" for layer in self.layer_of])

    @property
    def statistics(self) -> np.ndarray:
        """For each weight whether it is one of BatchNorm's moving statistics."""
        return np.array([role.startswith("moving_") for role in self.roles])

    def fits(self, weights: list[np.ndarray]) -> bool:
        """Whether a model that begins with this network could have those weights."""
        return [w.shape for w in weights[: len(self.weights)]] == [w.shape for w in self.weights]


def shipped(budget: str) -> Shipped:
    """The base that notebooks of that budget get."""
    return _shipped(base_for(budget))


def moved(before, after) -> np.ndarray:
    """For each pair of weights whether it differs: bool (n,)."""
    return np.array([not np.allclose(a, b, rtol=0, atol=_UNMOVED) for a, b in zip(before, after, strict=True)])


@cache
def _shipped(base: Base) -> Shipped:
    import keras

    shape = (base.image_size, base.image_size, 3)
    network = keras.applications.MobileNetV2(shape, alpha=base.alpha, include_top=False, weights=base.weights)
    places = [place for place, layer in enumerate(network.layers) for _ in layer.weights]
    roles = tuple(weight.path.rpartition("/")[2] for layer in network.layers for weight in layer.weights)
    kinds = tuple(type(layer).__name__ for layer in network.layers)
    return Shipped(base, tuple(network.get_weights()), np.array(places), kinds, roles)
