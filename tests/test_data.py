"""Iris: the prepared splits, and sealed flowers that cannot be looked up."""

import numpy as np

from autograder.data import iris_splits, raw_iris
from autograder.exercises import seal


def _rows(x: np.ndarray) -> set[bytes]:
    return {row.tobytes() for row in x}


def test_splits_are_stratified_scaled_by_train_and_disjoint():
    iris = iris_splits()
    parts = [(iris.x_train, iris.y_train, 90), (iris.x_val, iris.y_val, 30), (iris.x_test, iris.y_test, 30)]
    for x, y, size in parts:
        assert x.shape == (size, 4) and x.dtype == np.float32 and y.dtype == np.int64
        assert np.bincount(y).tolist() == [size // 3] * 3
    np.testing.assert_allclose(iris.x_train.mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(iris.x_train.std(axis=0), 1, atol=1e-6)
    # Two of the 150 flowers have the same four measurements, so one row may stand in two parts.
    shared = [len(_rows(a) & _rows(b)) for a, b in ((iris.x_train, iris.x_val), (iris.x_train, iris.x_test))]
    assert sum(shared) + len(_rows(iris.x_val) & _rows(iris.x_test)) <= 1
    assert "scikit-learn" in iris.source


def test_the_splits_are_always_the_same():
    assert np.array_equal(iris_splits().x_train, iris_splits().x_train)


def test_sealed_flowers_depend_on_the_seed_and_are_no_known_flowers():
    a, b, again = (seal("36.8", seed, "fast") for seed in (1, 2, 1))
    assert np.array_equal(a.inputs["flowers"], again.inputs["flowers"])
    assert not np.array_equal(a.inputs["flowers"], b.inputs["flowers"])
    assert not _rows(a.inputs["flowers"]) & _rows(raw_iris()[0])
    assert "labels" not in a.inputs and np.bincount(a.key["labels"]).tolist() == [100, 100, 100]
