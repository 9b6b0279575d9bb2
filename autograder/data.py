"""The data sets of the course, with their splits. Loaders return NumPy arrays and say where the data came from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.image_sets import ImageSet, digits, fashion
from autograder.photo_sets import PhotoSet, flowers
from autograder.planted import own_folder, practice_folder
from autograder.pretrained import Base, base

IRIS_SPLIT_SEED = 36
__all__ = [
    "Base",
    "ImageSet",
    "ImageSplits",
    "IrisSplits",
    "PhotoSet",
    "base",
    "digits",
    "fashion",
    "flowers",
    "image_splits",
    "iris_splits",
    "own_folder",
    "practice_folder",
    "raw_iris",
]
VALIDATION_SHARE, IMAGE_SPLIT_SEED = 0.15, 37
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


@dataclass(frozen=True)
class ImageSplits:
    """Images as a network takes them: `x_*` float32 (n, 28, 28, 1) from 0 to 1, `y_*` int64 (n,)."""

    x_train: np.ndarray
    y_train: np.ndarray
    x_val: np.ndarray
    y_val: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray

    @property
    def arrays(self) -> tuple[np.ndarray, ...]:
        """All six, in the order above."""
        return self.x_train, self.y_train, self.x_val, self.y_val, self.x_test, self.y_test


def image_splits(images: ImageSet, count: int) -> ImageSplits:
    """The first `count` training images, 15 % of them set aside for validation (stratified), and all test images."""
    from sklearn.model_selection import train_test_split

    parts = train_test_split(
        _scaled(images.x_train[:count]),
        images.y_train[:count],
        test_size=VALIDATION_SHARE,
        stratify=images.y_train[:count],
        random_state=IMAGE_SPLIT_SEED,
    )
    x_train, x_val, y_train, y_val = parts
    return ImageSplits(x_train, y_train, x_val, y_val, _scaled(images.x_test), images.y_test)


def _scaled(images: np.ndarray) -> np.ndarray:
    return images[..., np.newaxis].astype(np.float32) / 255  # (n, 28, 28, 1)


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
