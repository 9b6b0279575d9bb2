"""The digits and the garments of Session 37: where they are looked for, in which order, and what they say of it.

How places are searched stands in `autograder.data_places`. A file that is there but damaged is refused, never passed
over. The grader itself never downloads (`handed_out.pool`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autograder import garments
from autograder.data_places import FROM_COURSE, FROM_PACKAGE, Names, Place, find, handed_out_folder, try_to_download
from autograder.downloads import FULL, cached
from autograder.image_files import KEYS, read_npz
from autograder.image_rows import digests_of

CLASS_NAMES = {"digits": tuple(str(digit) for digit in range(10)), "fashion": garments.CLASS_NAMES}
FULL_SIZES = (60_000, 10_000)
COURSE_FILES = {"digits": "mnist.npz", "fashion": "fashion_mnist.npz"}  # in COURSE_DATA
_FULL_IDS = {"digits": "mnist", "fashion": "fashion_mnist"}
_EMBEDDED = {  # source id, what it is, and its file
    "digits": (
        "optical_digits",
        "handwritten digits of the UCI repository, as scikit-learn ships them, enlarged to 28x28",
        "digits.npz",
    ),
    "fashion": ("garments", "garment sketches drawn for this course in place of Fashion-MNIST", "garments.npz"),
}
_SHUFFLE_SEED = 37
_HANDED_OUT_BYTES = 200_000_000


@dataclass(frozen=True)
class ImageSet:
    """Grey images with their labels; no image is there twice, in one part or in both.

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


def load(name: str, say: Callable[[str], None] = print) -> ImageSet:
    """The data set `name` as a notebook gets it; `say` is told of a download, and where the embedded set had to do.

    Raises `DataError` where a place has the set but damaged, or `COURSE_DATA` is no folder.
    """
    if folder := handed_out_folder():
        return _handed_out(folder / f"{name}.npz")
    if place(name).kind == "embedded":
        try_to_download(name, say)
    return read(name, place(name))


def place(name: str) -> Place:
    """Where the set is on this machine now, without a download. Raises `DataError` if `COURSE_DATA` is no folder."""
    return find(Names(name, COURSE_FILES[name], _EMBEDDED[name][2]))


def read(name: str, where: Place) -> ImageSet:
    """The set that is there. Raises `DataError` for a damaged file."""
    if where.kind == "embedded":
        source_id, what, _ = _EMBEDDED[name]
        return _image_set(name, source_id, f"{what} (embedded)", read_npz(where.path, FROM_PACKAGE))
    if where.kind == "cache":
        arrays, origin = cached(name), "downloaded"
    else:
        arrays, origin = read_npz(where.path, FROM_COURSE), "from COURSE_DATA"
    full = (len(arrays[0]), len(arrays[2])) == FULL_SIZES
    source_id = _FULL_IDS[name] if full else f"{_FULL_IDS[name]}_sample"
    return _image_set(name, source_id, f"{'' if full else 'a sample of '}{FULL[name].name} ({origin})", arrays)


def archive(images: ImageSet) -> bytes:
    """An image set as the plain archive that a grading run's kernels get."""
    from autograder.evidence import encode

    texts = {"name": images.name, "source_id": images.source_id, "source": images.source}
    return encode({**texts, **{key: getattr(images, key) for key in KEYS}})


def _handed_out(path: Path) -> ImageSet:
    """What `archive` packed. Raises `BadEvidence`."""
    from autograder.evidence import read_evidence

    said = read_evidence(path, _HANDED_OUT_BYTES)
    arrays = {key: said[key] for key in KEYS}
    return ImageSet(said["name"], said["source_id"], said["source"], class_names=CLASS_NAMES[said["name"]], **arrays)


def _announced(images: ImageSet) -> ImageSet:
    print(f"{images.name}: {images.source}")
    return images


def _image_set(name: str, source_id: str, what: str, arrays: tuple[np.ndarray, ...]) -> ImageSet:
    x_train, y_train, x_test, y_test = arrays
    digests = digests_of(
        np.concatenate([x_test, x_train])
    )  # of equal images the first stays: a test image before others
    first = np.zeros(len(digests), dtype=bool)
    first[np.unique(digests, return_index=True)[1]] = True
    test, train = np.flatnonzero(first[: len(x_test)]), np.flatnonzero(first[len(x_test) :])
    train = np.random.default_rng(_SHUFFLE_SEED).permutation(train)
    repeats = len(first) - first.sum()
    source = f"{what}: {len(train):,} training and {len(test):,} test images"
    source += f", {repeats} repeated left out" if repeats else ""
    return ImageSet(
        name, source_id, source, x_train[train], y_train[train], x_test[test], y_test[test], CLASS_NAMES[name]
    )
