"""Session 37: which image each row of a student's split is. On the judge's side only: it knows every true label."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from autograder.image_rows import Rows, digests_of, scaled


@dataclass(frozen=True)
class KnownImages:
    """Every image of a source: uint8 (n, 28, 28), int64 labels (n,), the test images behind `first_test`."""

    images: np.ndarray
    labels: np.ndarray
    first_test: int
    digests: np.ndarray
    order: np.ndarray

    def find(self, rows: Rows) -> np.ndarray:
        """The number of each row's image, int64 (n,); -1 where it is none of them. Of equal images, the first."""
        return self._lookup(rows.digests)

    def split(self, numbers: np.ndarray, scaling: str) -> np.ndarray:
        """The images of those numbers as a network takes them: float32 (n, 28, 28, 1), scaled as named."""
        return scaled(self.images[numbers], scaling)[..., np.newaxis]

    def _lookup(self, digests: np.ndarray) -> np.ndarray:
        in_order = self.digests[self.order]
        place = np.minimum(np.searchsorted(in_order, digests), len(in_order) - 1)
        return np.where(in_order[place] == digests, self.order[place], -1)


def known(name: str, scaling: str = "0…1") -> KnownImages:
    """The machine's whole set, `digits` or `fashion`, looked up with its greys gone under the scaling `0 or 1`."""
    return _floored(name) if scaling == "0 or 1" else _whole(name)


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
    digests = digests_of(whole.images // 255 * 255)
    return _indexed(whole.images, whole.labels, whole.first_test, digests)


def _indexed(images: np.ndarray, labels: np.ndarray, first_test: int, digests: np.ndarray) -> KnownImages:
    return KnownImages(images, labels, first_test, digests, np.argsort(digests, kind="stable"))
