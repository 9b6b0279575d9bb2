"""A lesson's networks are shared by all answers: what one answer does to them, the next one must not find."""

import keras
import numpy as np
from lesson import _networks


def test_a_shared_network_is_as_the_lesson_left_it_before_every_answer():
    inner = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    inner.trainable = False
    model = keras.Sequential([keras.Input((3,)), inner, keras.layers.Dense(1)])
    before = model.get_weights()
    remembered = list(_networks({"inner": inner, "model": model, "model_again": model, "number": 3}))
    assert [one.network for one in remembered] == [inner, model]
    inner.trainable = True
    model.set_weights([weight + 1 for weight in before])
    for one in remembered:
        one.restore()
    assert not inner.trainable_weights and len(model.trainable_weights) == 2
    assert all(np.array_equal(a, b) for a, b in zip(model.get_weights(), before, strict=True))
