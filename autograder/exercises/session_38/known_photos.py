"""Session 38: which photo each row of a student's split is. On the judge's side only: it knows every true label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from autograder import photo_sets
from autograder.classification import Task, labels_of
from autograder.drawn.flowers import FLOWER_CLASSES
from autograder.handed_out import photo_pool
from autograder.photo_files import decode
from autograder.photo_rows import PhotoRows, blocks_of, photos_of
from autograder.planted import OWN_PARTS, own_photos
from autograder.split_rows import Split, recognised

CLASSES = len(FLOWER_CLASSES)
PHOTOS = Task(
    "prepared photos",
    "(n, size, size, 3)",
    CLASSES,
    f"{CLASSES} classes, exactly one of them true for a photo",
    "Start the model with keras.Input((IMAGE_SIZE, IMAGE_SIZE, 3)).",
)
_RESIZED_AT_A_TIME = 32
_SAME_GREYS = 4.0  # root mean square distance of two small pictures of one photo, however it was resized


@dataclass(frozen=True)
class KnownPhotos:
    """Photos that the judge has too: uint8 (n, side, side, 3), labels int64 (n,), small pictures, and their parts."""

    images: np.ndarray
    labels: np.ndarray
    blocks: np.ndarray
    parts: tuple[slice, slice, slice]

    def find(self, rows: PhotoRows) -> np.ndarray:
        """The number of each row's photo, int64 (n,); -1 where it is none of them."""
        flat, mine = self.blocks.reshape(len(self.blocks), -1), rows.pixels.reshape(len(rows), -1).astype(np.float32)
        with np.errstate(all="ignore"):  # forged numbers overflow, and that is no fault here
            distances = (mine**2).sum(1)[:, None] + (flat**2).sum(1) - 2 * mine @ flat.T
            nearest = distances.argmin(axis=1)
            best = np.maximum(distances[np.arange(len(rows)), nearest], 0) / flat.shape[1]
        return np.where(best <= _SAME_GREYS**2, nearest, -1)


class PhotoSplit(Split):
    """A split of photos, recognised."""

    known: KnownPhotos
    rows: PhotoRows

    def x(self, size: int) -> np.ndarray:
        """The photos as its network was given them: float32 (n, size, size, 3)."""
        return self.rows.scaled(resized(self.known.images[self.numbers], size))


def pool() -> KnownPhotos:
    """The machine's whole set."""
    return _pool(photo_sets.places())


def own() -> KnownPhotos:
    """The photos of `own_folder`, part by part, each class by class in the order of the file names."""
    return _own()


def split_of(rows: PhotoRows, labels: np.ndarray, rank: int, known: KnownPhotos) -> PhotoSplit:
    """The split with those labels, its rows recognised. Raises `WrongAnswer`."""
    return PhotoSplit(known, rows, recognised(rows, labels, known, "photo", _strange_cause(rows)), labels, rank)


def photos_split(answers: Mapping, part: str) -> PhotoSplit:
    """The split in x_<part> and y_<part>. Raises `WrongAnswer`."""
    labels, rank = labels_of(answers, f"y_{part}")
    return split_of(photos_of(answers, f"x_{part}"), labels, rank, pool())


def resized(images: np.ndarray, size: int) -> np.ndarray:
    """Photos uint8 (n, side, side, 3) at another size, bilinear: float32 of 0…255, (n, size, size, 3)."""
    import keras

    if images.shape[1:3] == (size, size):
        return images.astype(np.float32)
    small = np.empty((len(images), size, size, 3), np.float32)
    for begin in range(0, len(images), _RESIZED_AT_A_TIME):  # of large photos even the copies in float32 are large
        some = images[begin : begin + _RESIZED_AT_A_TIME].astype(np.float32)
        small[begin : begin + len(some)] = keras.ops.image.resize(some, (size, size))
    return small


def _strange_cause(rows: PhotoRows) -> str:
    if rows.low >= -1.01 and rows.high <= -0.98:
        return "Everything lies near -1: the pixels were divided by 255 and then went through preprocess_input as well."
    if rows.scaling == "other":
        return "The range fits no photo of 0…255, 0…1 or -1…1: another family's preparation, or a second scaling."
    return "The photos were changed on the way: cut, turned, augmented or mixed."


@cache
def _pool(where: photo_sets.Places) -> KnownPhotos:
    packed, images = photo_pool(where)
    return KnownPhotos(images, packed.labels, blocks_of(images), packed.cuts)


@cache
def _own() -> KnownPhotos:
    files = own_photos()
    paths = [p for part in OWN_PARTS for p in sorted(p for p in files if p.startswith(f"{part}/"))]
    images = np.stack([decode(files[path], 96, path, "") for path in paths])
    labels = np.array([FLOWER_CLASSES.index(path.split("/")[1]) for path in paths])
    ends = np.cumsum([CLASSES * count for count in OWN_PARTS.values()])
    parts = tuple(slice(int(b - CLASSES * n), int(b)) for b, n in zip(ends, OWN_PARTS.values(), strict=True))
    return KnownPhotos(images, labels, blocks_of(images), parts)
