"""What keras.callbacks.EarlyStopping does to a training, followed along the curve that the training left behind."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

_LARGEST = 1e9  # any setting that is larger does the same


def followed(curve: np.ndarray, settings: Mapping, most: int) -> tuple[int, int]:
    """When the callback with these collected `settings` ends a training of `most` epochs at most, and its best epoch.

    `curve`, float (epochs,), is what it watches, and less of it is better. The first number counts epochs, the second
    is a place in the curve. A value that is not finite is no improvement, as in Keras.
    """
    patience, least_gain, first = (_size(settings, key) for key in ("patience", "min_delta", "start_from_epoch"))
    best, best_epoch, waited = math.inf, 0, 0
    for epoch, value in enumerate(curve[:most]):
        if epoch < first:
            continue
        waited += 1
        if value + least_gain < best:
            best, best_epoch, waited = value, epoch, 0
        elif waited >= patience and epoch:
            return epoch + 1, best_epoch
    return most, best_epoch


def _size(settings: Mapping, key: str) -> float:
    """Without the minus that `min_delta` has while a loss is watched, and never too large for a float."""
    value = settings.get(key)
    return min(abs(value), _LARGEST) if isinstance(value, int | float) else 0
