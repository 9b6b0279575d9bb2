"""The callback followed along a curve, beside Keras's own."""

import keras
import numpy as np
import pytest

from autograder.early_stopping import followed
from autograder.plain import plain

CURVES = (
    [5, 4, 3, 2, 1, 0],
    [3, 2, 2.5, 2.6, 1, 0],
    [3, 2.9, 2.85, 2, 2.1, 1],
    [1, 2, 3, 4, 5, 6],
    [3, np.nan, 2, 1, 1, 1],
)
SETTINGS = ({"patience": 2}, {"patience": 0}, {"patience": 1, "min_delta": 0.5}, {"patience": 2, "start_from_epoch": 3})


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
@pytest.mark.parametrize("curve", CURVES, ids=str)
def test_a_training_ends_where_keras_ends_it(curve: list, settings: dict):
    callback = keras.callbacks.EarlyStopping(monitor="val_loss", mode="min", **settings)
    callback.set_model(keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)]))
    callback.model.stop_training = False
    callback.on_train_begin()
    ended = len(curve)
    for epoch, value in enumerate(curve):
        callback.on_epoch_end(epoch, {"val_loss": value})
        if callback.model.stop_training:
            ended = epoch + 1
            break
    assert followed(np.array(curve, float), plain(callback)["settings"], len(curve)) == (ended, callback.best_epoch)
    assert followed(np.array(curve[:ended], float), plain(callback)["settings"], len(curve))[0] == ended


@pytest.mark.parametrize("odd", [10**400, -(10**400), float("nan"), float("inf"), "2", None, True])
def test_odd_settings_are_no_fault_of_the_grader(odd):
    settings = {"patience": odd, "min_delta": odd, "start_from_epoch": odd}
    ended, best = followed(np.array([3.0, 2.0, 1.0]), settings, 3)
    assert 0 < ended <= 3 and 0 <= best < 3
