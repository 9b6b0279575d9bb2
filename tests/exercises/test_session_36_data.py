"""Session 36: which scalers count as fitted on the training flowers."""

import numpy as np
import pytest
from sklearn.preprocessing import MaxAbsScaler, MinMaxScaler, RobustScaler, StandardScaler

from autograder.data import raw_iris
from autograder.exercises.session_36.judge_iris_data import _neutral

FLOWERS = raw_iris()[0]
TRAIN = np.random.default_rng(36).permutation(150)[:90]
SCALERS = [
    StandardScaler(),
    StandardScaler(with_mean=False),
    StandardScaler(with_std=False),
    MinMaxScaler(),
    MinMaxScaler((-1, 1)),
    MinMaxScaler((0, 255)),
    MaxAbsScaler(),
    RobustScaler(),
    RobustScaler(with_centering=False),
]


@pytest.mark.parametrize("scaler", SCALERS, ids=str)
def test_a_scaler_is_neutral_to_the_flowers_it_was_fitted_on_alone(scaler):
    scaled = scaler.fit(FLOWERS[TRAIN]).transform(FLOWERS)
    assert _neutral(scaled[TRAIN], FLOWERS[TRAIN])
    assert not _neutral(scaled, FLOWERS)
    leaked = scaler.fit(FLOWERS).transform(FLOWERS)
    assert not _neutral(leaked[TRAIN], FLOWERS[TRAIN])
    assert _neutral(leaked, FLOWERS)


@pytest.mark.parametrize("fixed", [lambda x: x / 10, lambda x: (x - 5) / 2, lambda x: x - 3, lambda x: x])
def test_numbers_that_nothing_was_fitted_for_are_no_scaler(fixed):
    assert not _neutral(fixed(FLOWERS[TRAIN]), FLOWERS[TRAIN])
