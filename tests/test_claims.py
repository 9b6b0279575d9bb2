"""A History belongs to the part on which the model's loss is a value of its curve: by rounding, and not by chance."""

import math

import keras
import numpy as np
import pytest

from autograder.claims import Gap, gap, unwatched
from autograder.classification import Score, Task, classifier
from autograder.plain import plain

TASK = Task("four numbers", "(n, 4)", 3, "three kinds, so three outputs", "Start it with keras.Input(shape=(4,)).")
EXACT, CHANCE, FAR = Gap(1e-6, 1e-6), Gap(4e-3, 4e-3), Gap(0.3, 0.3)
SAMPLED = Gap(0.0, 0.06)


@pytest.mark.parametrize(
    ("val", "test", "words"),
    [
        (EXACT, FAR, ""),
        (EXACT, EXACT, ""),
        (CHANCE, FAR, ""),
        (CHANCE, CHANCE, ""),
        (CHANCE, EXACT, "test part"),
        (FAR, EXACT, "test part"),
        (FAR, CHANCE, "test part"),
        (FAR, FAR, "other data than x_val"),
        (SAMPLED, EXACT, ""),
        (CHANCE, SAMPLED, ""),
        (FAR, SAMPLED, "test part"),
        (Gap(), Gap(), ""),
    ],
)
def test_the_part_that_fits_far_better_was_watched(val: Gap, test: Gap, words: str):
    said = unwatched({"val": val, "test": test}.get)
    assert words in said and bool(said) == bool(words)


def test_a_gap_is_that_of_the_nearest_value_and_wider_for_a_sample():
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, "softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    ours, curve = classifier(plain(model), "model", TASK), np.array([2.0, 1.0, 0.52])
    score = Score(0.8, 0.5)
    assert gap(ours, score, curve) == Gap(pytest.approx(0.02), pytest.approx(0.02))
    assert gap(ours, score, curve, 0.05) == Gap(0.0, pytest.approx(0.07))
    assert gap(ours, Score(0.8, 4.0), np.array([4.4])).least == pytest.approx(0.1), "relative above 1"
    assert gap(ours, Score(0.8, math.nan), curve) == Gap() and Gap().fits
    assert math.isinf(gap(ours, score, np.full(3, math.nan)).least)
    model.compile("sgd", "mse")
    assert gap(classifier(plain(model), "model", TASK), score, curve) == Gap()
