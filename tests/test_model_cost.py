"""A model that would take a machine to compute is refused before anything is computed."""

import keras
import pytest
from keras import layers

from autograder import models
from autograder.findings import WrongAnswer
from autograder.model_cost import affordable_batch, require_affordable
from autograder.plain import plain


def _images(*body) -> keras.Model:
    return keras.Sequential([keras.Input((28, 28, 1)), *body])


def _blown_up() -> keras.Model:
    return _images(*(layers.UpSampling2D(8) for _ in range(3)), layers.GlobalAveragePooling2D(), layers.Dense(10))


def _wide_window() -> keras.Model:
    return _images(
        layers.UpSampling2D(20), layers.MaxPooling2D(500, strides=1, padding="same"), layers.Flatten(), layers.Dense(1)
    )


def _nested() -> keras.Model:
    return _images(keras.Sequential([keras.Input((28, 28, 1)), layers.UpSampling2D(400)]), layers.MaxPooling2D(2))


@pytest.mark.parametrize("build", [_blown_up, _wide_window, _nested])
def test_what_no_machine_can_compute_is_refused(build):
    with pytest.raises(WrongAnswer, match="`model` can be computed in reasonable time") as caught:
        models.rebuild(plain(build()), "model")
    assert "far beyond that of the images" in caught.value.finding.hint


def test_an_open_axis_is_refused():
    model = keras.Sequential([keras.Input((None, None, 1)), layers.Conv2D(2, 3), layers.GlobalAveragePooling2D()])
    with pytest.raises(WrongAnswer, match="the shapes in `model` are fixed"):
        models.rebuild(plain(model), "model")


def test_a_model_that_builds_itself_when_called_is_refused():
    with pytest.raises(WrongAnswer, match="can be rebuilt from its config and weights"):
        models.rebuild(plain(keras.Sequential([layers.Dense(10**9)])), "model")


def test_an_ordinary_network_is_computed_in_large_batches():
    model = _images(layers.Conv2D(32, 3), layers.MaxPooling2D(), layers.Flatten(), layers.Dense(10))
    require_affordable(model, "model")
    assert affordable_batch(model) > 1000


@pytest.mark.parametrize("size", [2, 40])
def test_what_all_layers_give_for_a_batch_fits_into_200_megabytes(size: int):
    inputs = keras.Input((28, 28, 1))
    model = keras.Model(inputs, layers.UpSampling2D(size)(layers.UpSampling2D(2)(inputs)))
    numbers = 28 * 28 * (1 + 2**2 + (2 * size) ** 2)  # input, and what either layer makes of it
    batch = affordable_batch(model)
    assert batch * numbers * 4 <= 200e6 < (batch + 1) * numbers * 4
