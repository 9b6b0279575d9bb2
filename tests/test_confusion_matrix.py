"""Confusion matrices are judged photo by photo: only where two classes are all but equal may another one stand."""

import keras
import numpy as np
import pytest
from keras import layers

from autograder.classification import Task, classifier
from autograder.confusion_matrix import (
    CLOSE_CALL,
    Predictions,
    counted,
    matrix_finding,
    matrix_of,
    predictions,
    shares_finding,
)
from autograder.findings import WrongAnswer
from autograder.plain import plain

TASK = Task("three numbers", "(n, 3)", 3, "three kinds, so three outputs", "Start it with keras.Input(shape=(3,)).")
TRUE = np.array([0, 0, 1, 1, 1, 2, 2, 2])
BEST = np.array([0, 1, 1, 1, 1, 2, 2, 0])
SECOND = np.array([1, 0, 2, 2, 0, 1, 1, 2])
NONE = np.zeros(8, dtype=bool)
MATRIX = np.array([[1, 1, 0], [0, 3, 0], [1, 0, 2]])


def _given(name: str, value) -> dict:
    return {name: plain(value)}


def test_the_matrix_of_decided_predictions_is_the_only_one():
    network = Predictions(BEST, SECOND, NONE)
    assert np.array_equal(counted(TRUE, BEST, 3), MATRIX)
    assert network.allow(MATRIX.astype(float), TRUE) and not network.allow(MATRIX.T.astype(float), TRUE)
    moved = MATRIX + [[0, 0, 0], [0, -1, 1], [0, 0, 0]]
    assert not network.allow(moved, TRUE)


def test_a_close_call_may_be_counted_for_either_class_and_for_no_other():
    network = Predictions(BEST, SECOND, np.arange(8) == 2)  # truly 1, predicted 1, with 2 next to it
    assert network.allow(MATRIX, TRUE)
    assert network.allow(MATRIX + [[0, 0, 0], [0, -1, 1], [0, 0, 0]], TRUE)
    assert not network.allow(MATRIX + [[0, 0, 0], [1, -1, 0], [0, 0, 0]], TRUE), "0 is not one of its two classes"
    assert not network.allow(MATRIX + [[0, 0, 0], [0, -2, 2], [0, 0, 0]], TRUE), "only one photo is close"
    assert not network.allow(MATRIX + [[0, 0, 0], [0, -1, 0], [0, 0, 1]], TRUE), "the true class is no close call"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (MATRIX.T, "exchanged"),
        (MATRIX / MATRIX.sum(axis=1, keepdims=True), "shares"),
        (np.minimum(MATRIX, 1), "do not add up"),
        (np.array([[0, 1, 1], [1, 1, 1], [1, 2, 0]]), "different passes or orders"),
        (np.array([[2, 0, 0], [0, 3, 0], [0, 0, 3]]), "another network"),
    ],
)
def test_what_is_wrong_with_a_matrix_is_named(said, words: str):
    finding = matrix_finding("confusion", said.astype(float), Predictions(BEST, SECOND, NONE), TRUE, "the photos", 2)
    assert not finding.passed and words in finding.hint, finding.hint


def test_logits_and_probabilities_are_close_in_the_same_way():
    logits = np.array([[2.0, 2.03, -4], [2, 2.2, -4], [0, 0, 0], [1, 9, 1]], dtype="float32")
    keras.utils.set_random_seed(1)
    for activation in (None, "softmax"):
        layer = layers.Dense(3, activation, use_bias=False)
        model = keras.Sequential([keras.Input((3,)), layer])
        layer.set_weights([np.eye(3)])
        model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=activation is None))
        found = predictions(classifier(plain(model), "model", TASK), logits)
        assert found.best.tolist() == [1, 1, 0, 1] and found.second.tolist()[:3] == [0, 0, 1]
        assert found.close.tolist() == [True, False, True, False], CLOSE_CALL


def test_one_output_has_no_second_class():
    model = keras.Sequential([keras.Input((3,)), layers.Dense(1, "sigmoid")])
    model.compile("sgd", "binary_crossentropy")
    with pytest.raises(WrongAnswer, match="an output for each class"):
        predictions(classifier(plain(model), "model", TASK), np.zeros((2, 3), dtype="float32"))


@pytest.mark.parametrize("kind", [np.array, list, lambda shares: dict(zip("abc", shares.tolist(), strict=True))])
def test_shares_of_the_rows_are_right_however_they_are_given(kind):
    answers = _given("accuracy", kind(np.array([0.5, 1.0, 0.667])))
    assert shares_finding(answers, "accuracy", MATRIX.astype(float), 2).passed


NOTHING_PREDICTED = np.array([[1, 1, 0], [0, 3, 0], [1, 2, 0]])


@pytest.mark.parametrize(
    ("matrix", "said", "words"),
    [
        (MATRIX, MATRIX.diagonal() / MATRIX.sum(axis=0), "sums of the columns"),
        (NOTHING_PREDICTED, [0.5, 0.5, np.nan], "sums of the columns"),
        (NOTHING_PREDICTED, [0.5, 0.5, 0.0], "sums of the columns"),
        (MATRIX, [50, 100, 66.7], "per cent"),
        (MATRIX, [0.5, np.inf, 0.667], "divided by zero"),
        (MATRIX, [0.1, 0.2, 0.3], "do not follow"),
    ],
)
def test_what_is_wrong_with_shares_is_named(matrix, said, words: str):
    finding = shares_finding(_given("accuracy", np.array(said)), "accuracy", matrix.astype(float), 2)
    assert not finding.passed and words in finding.hint, finding.hint


def test_a_class_without_photos_has_any_share():
    matrix = np.array([[2.0, 0, 0], [0, 0, 0], [1, 0, 3]])
    for share in (0.0, np.nan):
        assert shares_finding(_given("accuracy", np.array([1, share, 0.75])), "accuracy", matrix, 2).passed


def test_other_shapes_are_told():
    with pytest.raises(WrongAnswer, match="a row and a column for each class"):
        matrix_of(_given("confusion", MATRIX[:2]), "confusion", 3)
    with pytest.raises(WrongAnswer, match="a number for each class"):
        shares_finding(_given("accuracy", np.zeros(2)), "accuracy", MATRIX.astype(float), 2)
