"""The data sets of the course, with their splits. Loaders return NumPy arrays and say where the data came from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.image_sets import ImageSet, digits, fashion

IRIS_SPLIT_SEED = 36
__all__ = ["ImageSet", "IrisSplits", "digits", "fashion", "iris_splits", "raw_iris"]
IRIS_SOURCE = "Iris (R. A. Fisher, 1936), 150 flowers, as scikit-learn ships it"


@dataclass(frozen=True)
class IrisSplits:
    """Iris, prepared: stratified 90/30/30 and standardised with the training part's statistics.

    `x_*` are float32 of shape (n, 4): sepal length, sepal width, petal length, petal width, each with mean 0 and
    standard deviation 1 over the training part. `y_*` are int64 of shape (n,), 0 setosa, 1 versicolor, 2 virginica.
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_val: np.ndarray
    y_val: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...]
    source: str


def raw_iris() -> tuple[np.ndarray, np.ndarray]:
    """Iris as measured: centimetres, float64 of shape (150, 4), and labels 0 to 2, int64 of shape (150,)."""
    from sklearn.datasets import load_iris

    iris = load_iris()
    return iris.data, iris.target.astype(np.int64)


def iris_splits() -> IrisSplits:
    """The prepared splits that the comparisons of Session 36 share; always the same ones."""
    from sklearn.model_selection import train_test_split

    x, y = raw_iris()
    x_rest, x_test, y_rest, y_test = train_test_split(x, y, test_size=30, stratify=y, random_state=IRIS_SPLIT_SEED)
    x_train, x_val, y_train, y_val = train_test_split(
        x_rest, y_rest, test_size=30, stratify=y_rest, random_state=IRIS_SPLIT_SEED
    )
    mean, deviation = x_train.mean(axis=0), x_train.std(axis=0)
    scaled = [((part - mean) / deviation).astype(np.float32) for part in (x_train, x_val, x_test)]
    return IrisSplits(
        scaled[0],
        y_train,
        scaled[1],
        y_val,
        scaled[2],
        y_test,
        ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"),
        ("setosa", "versicolor", "virginica"),
        IRIS_SOURCE,
    )
