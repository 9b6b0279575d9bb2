"""Session 37: which image each row of a student's split is. On the judge's side only: it knows every true label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from autograder.classification import labels_of
from autograder.image_rows import Rows, digests_of, rows_of
from autograder.split_rows import Split, recognised


@dataclass(frozen=True)
class KnownImages:
    """Every image of a source: uint8 (n, 28, 28), int64 labels (n,), the test images behind `first_test`."""

    images: np.ndarray
    labels: np.ndarray
    first_test: int
    digests: np.ndarray
    order: np.ndarray
    single: np.ndarray

    def find(self, rows: Rows) -> np.ndarray:
        """The number of each row's image, int64 (n,); -1 where it is none of them. Of equal images, the first."""
        in_order = self.digests[self.order]
        place = np.minimum(np.searchsorted(in_order, rows.digests), len(in_order) - 1)
        return np.where(in_order[place] == rows.digests, self.order[place], -1)

    def shared(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """The images that two lists of numbers have in common; of equal images nobody can tell which was meant."""
        both = np.intersect1d(a, b)
        return both[self.single[both]]


class ImageSplit(Split):
    """A split of images, recognised."""

    known: KnownImages
    rows: Rows

    enough = 0.999  # a public set's own mistakes may take the rest away

    @property
    def clear(self) -> np.ndarray:
        """Which rows' images are like no other of the source: bool (n,)."""
        return self.known.single[self.numbers]

    @property
    def from_test(self) -> float:
        """The share of its rows that are test images of the source, among those that can be told from every other."""
        return float(np.mean((self.numbers >= self.known.first_test)[self.clear])) if self.clear.any() else 0.0

    @property
    def different(self) -> int:
        """How many different images it holds."""
        return len(np.unique(self.numbers[self.clear])) + int(np.sum(~self.clear))

    def x(self, limit: int) -> np.ndarray:
        """The first rows, at most `limit`, as its network was given them: float32 (n, 28, 28, 1)."""
        return self.rows.scaled(self.known.images[self.numbers[:limit]])[..., np.newaxis]


def known(name: str, scaling: str = "0…1") -> KnownImages:
    """The machine's whole set, `digits` or `fashion`, looked up with its greys gone under the scaling `0 or 1`."""
    return _floored(name) if scaling == "0 or 1" else _whole(name)


def split_of(answers: Mapping, x_name: str, y_name: str, source: str) -> ImageSplit:
    """The split in two answers, its rows recognised among the images of `source`. Raises `WrongAnswer`."""
    rows = rows_of(answers, x_name)
    labels, rank = labels_of(answers, y_name)
    images = known(source, rows.scaling)
    return ImageSplit(images, rows, recognised(rows, labels, images, "image", _strange_cause(rows)), labels, rank)


def _strange_cause(rows: Rows) -> str:
    if rows.low < 0:
        return "Pixels became negative: a mean was taken away, where the task divides only."
    if rows.scaling == "0…1" and not np.isclose(rows.high, 1):
        return "Something other than 255 divides the pixels, so a white one is not exactly 1."
    return "The pixels were changed: divided by something other than 255, turned, mixed or rounded on the way."


@cache
def _whole(name: str) -> KnownImages:
    from autograder.handed_out import pool

    everything = pool(name)
    images = np.concatenate([everything.x_train, everything.x_test])
    labels = np.concatenate([everything.y_train, everything.y_test]).astype(np.int64)
    return _indexed(images, labels, len(everything.x_train), digests_of(images))


@cache
def _floored(name: str) -> KnownImages:
    whole = _whole(name)
    return _indexed(whole.images, whole.labels, whole.first_test, digests_of(whole.images // 255 * 255))


def _indexed(images: np.ndarray, labels: np.ndarray, first_test: int, digests: np.ndarray) -> KnownImages:
    _, where, counts = np.unique(digests, return_inverse=True, return_counts=True)
    order = np.argsort(digests, kind="stable")
    return KnownImages(images, labels, first_test, digests, order, counts[where] == 1)
