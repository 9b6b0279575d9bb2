"""The digits and the garments of Session 37: where they are looked for, in which order, and what they say of it.

A grading run hands its kernels their data (`AUTOGRADER_DATA`). Everywhere else: the folder `COURSE_DATA` if there is
one, then what `keras.datasets` has cached, then a download, without a network the embedded set. `AUTOGRADER_OFFLINE=1`
leaves the download out, `AUTOGRADER_EMBEDDED=1` goes straight to the embedded sets.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autograder import garments
from autograder.image_files import KEYS, DataError, read_npz

DIGIT_NAMES = tuple(str(digit) for digit in range(10))
CLASS_NAMES = {"digits": DIGIT_NAMES, "fashion": garments.CLASS_NAMES}
FULL_SIZES = (60_000, 10_000)
# Data set: file in COURSE_DATA, source id of the full set, its title, what the embedded one is.
_FILES = {"digits": "mnist.npz", "fashion": "fashion_mnist.npz"}
_FULL_IDS = {"digits": "mnist", "fashion": "fashion_mnist"}
_TITLES = {"digits": "MNIST", "fashion": "Fashion-MNIST"}
_EMBEDDED_TITLES = {
    "digits": (
        "optical_digits",
        "handwritten digits of the UCI repository, as scikit-learn ships them, enlarged to 28x28",
    ),
    "fashion": ("garments", "garment sketches drawn for this course in place of Fashion-MNIST"),
}
_EMBEDDED_FILES = {"digits": "digits.npz", "fashion": "garments.npz"}
_SHUFFLE_SEED = 37
_HANDED_OUT_BYTES = 200_000_000


@dataclass(frozen=True)
class ImageSet:
    """Grey images with their labels.

    `x_train` and `x_test` are uint8 (n, 28, 28) of 0…255, `y_train` and `y_test` int64 (n,); the training
    images are shuffled. `source_id` is the source's name in course.toml, `source` a sentence for people.
    """

    name: str
    source_id: str
    source: str
    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    class_names: tuple[str, ...]


def digits() -> ImageSet:
    """Handwritten digits: MNIST, or the embedded digits. Prints which. Raises `DataError` for a damaged file."""
    return _announced(load("digits"))


def fashion() -> ImageSet:
    """Garments in ten classes: Fashion-MNIST, or the embedded sketches. Prints which. Raises `DataError`."""
    return _announced(load("fashion"))


def load(name: str, *, download: bool = True, say: Callable[[str], None] = print) -> ImageSet:
    """The data set `name`, from the first place that has it; `say` is told where the embedded one had to do.

    Raises `DataError` where a place has it but damaged: that is never passed over in silence.
    """
    if folder := os.environ.get("AUTOGRADER_DATA"):
        return from_archive((Path(folder) / f"{name}.npz").read_bytes())
    if os.environ.get("AUTOGRADER_EMBEDDED"):
        return embedded(name)
    if folder := os.environ.get("COURSE_DATA"):
        path = Path(folder) / _FILES[name]
        if path.exists():
            arrays = read_npz(path, "replace it, or unset COURSE_DATA")
            return _published(name, arrays, f"in {path}")
    from autograder.downloads import cache_folder, cached

    arrays = cached(name)
    if arrays is None and download and not os.environ.get("AUTOGRADER_OFFLINE"):
        arrays = _downloaded(name, say)
    return _published(name, arrays, f"in {cache_folder()}") if arrays is not None else embedded(name)


def embedded(name: str) -> ImageSet:
    """The set that comes with the course and needs no network."""
    arrays = read_npz(_datasets() / _EMBEDDED_FILES[name], "install the course again")
    source_id, title = _EMBEDDED_TITLES[name]
    return _image_set(name, source_id, f"{title} (embedded)", arrays)


def archive(images: ImageSet) -> bytes:
    """An image set as the plain archive that a grading run's kernels get."""
    from autograder.evidence import encode

    texts = {"name": images.name, "source_id": images.source_id, "source": images.source}
    return encode({**texts, **{key: getattr(images, key) for key in KEYS}})


def from_archive(data: bytes) -> ImageSet:
    """What `archive` packed."""
    from autograder.evidence import decode

    said = decode(data, _HANDED_OUT_BYTES)
    arrays = {key: said[key] for key in KEYS}
    return ImageSet(said["name"], said["source_id"], said["source"], class_names=CLASS_NAMES[said["name"]], **arrays)


def _announced(images: ImageSet) -> ImageSet:
    print(f"{images.name}: {images.source}")
    return images


def _downloaded(name: str, say: Callable[[str], None]) -> tuple[np.ndarray, ...] | None:
    from autograder.downloads import DownloadError, cached, fetch

    say(f"{_TITLES[name]} is not here yet: downloading it once …")
    try:
        fetch(name)
    except DownloadError as error:
        say(f"{error}\nGoing on with the embedded {name}.")
        return None
    return cached(name)


def _published(name: str, arrays: tuple[np.ndarray, ...], where: str) -> ImageSet:
    full = (len(arrays[0]), len(arrays[2])) == FULL_SIZES
    source_id = _FULL_IDS[name] if full else f"{_FULL_IDS[name]}_sample"
    what = _TITLES[name] if full else f"a sample of {_TITLES[name]}"
    return _image_set(name, source_id, f"{what} {where}", arrays)


def _image_set(name: str, source_id: str, what: str, arrays: tuple[np.ndarray, ...]) -> ImageSet:
    x_train, y_train, x_test, y_test = arrays
    order = np.random.default_rng(_SHUFFLE_SEED).permutation(len(x_train))
    source = f"{what}: {len(x_train):,} training and {len(x_test):,} test images"
    return ImageSet(name, source_id, source, x_train[order], y_train[order], x_test, y_test, CLASS_NAMES[name])


def _datasets() -> Path:
    """The folder of embedded data: datasets/ of the repository, or its copy in an installed package."""
    beside = Path(__file__).resolve().parents[1] / "datasets"
    return beside if (beside / _EMBEDDED_FILES["digits"]).exists() else Path(__file__).with_name("embedded")


__all__ = ["DataError", "ImageSet", "archive", "digits", "embedded", "fashion", "from_archive", "load"]
