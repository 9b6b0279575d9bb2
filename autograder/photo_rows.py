"""Photos as evidence: a split of hundreds travels as one small picture a photo, and is recognised photo by photo.

Means over blocks hardly depend on the way a photo was resized, and follow its scaling exactly. The kernel's side
(`photo_rows`) and the judge's (`photos_of`) stand together, because both must cut a photo into the same blocks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from autograder.reading import typed
from autograder.schema import PHOTO_BLOCKS
from autograder.split_rows import account_of, require_usable


@dataclass(frozen=True)
class PhotoRows:
    """One split as collected: `blocks`, float32 (n, 6, 6, 3), are its photos made small."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    low: float
    high: float
    blocks: np.ndarray

    def __len__(self) -> int:
        return len(self.blocks)

    @property
    def scaling(self) -> str:
        """How the pixels 0…255 were scaled, from what the split ranges over."""
        if self.low < 0:
            return "-1…1" if self.low >= -1.05 and 0.1 < self.high <= 1.05 else "other"
        return "0…1" if self.high <= 1.05 else "0…255" if self.high <= 256 else "other"

    @property
    def pixels(self) -> np.ndarray:
        """The small pictures in the scale 0…255, as nearly as can be told."""
        if self.scaling == "-1…1":
            return (self.blocks + 1) * 127.5
        return self.blocks * 255 if self.scaling == "0…1" else self.blocks

    def scaled(self, pixels: np.ndarray) -> np.ndarray:
        """Pixels of 0…255, float32, scaled as this split is; as MobileNetV2 wants them where that cannot be told."""
        if self.scaling == "0…255":
            return pixels
        if self.scaling == "0…1":
            return pixels / np.float32(255)
        scaled = pixels / np.float32(127.5)
        scaled -= 1  # in place: hundreds of photos are a tenth of a gigabyte
        return scaled


def photo_rows(value) -> dict:
    """An array of photos, (n, height, width, 3), as evidence of kind `photos`; anything else as `plain` has it."""
    return account_of(value, _is_photos, _account)


def blocks_of(photos: np.ndarray) -> np.ndarray:
    """Photos (n, height, width, 3) made small: means over 6×6 blocks, float32 (n, 6, 6, 3)."""
    small = np.empty((len(photos), *PHOTO_BLOCKS), np.float32)
    for number, photo in enumerate(photos):
        rows = _means(photo.astype(np.float32), PHOTO_BLOCKS[0], 0)
        small[number] = _means(rows, PHOTO_BLOCKS[1], 1)
    return small


def photos_of(answers: Mapping, name: str) -> PhotoRows:
    """The split in answer `name`, with finite values and at least one photo. Raises `WrongAnswer`."""
    found = typed(answers.get(name, {"kind": "absent"}), name, "photos")
    rows = PhotoRows(name, tuple(found["shape"]), found["dtype"], found["low"], found["high"], found["blocks"])
    require_usable(name, "photo", rows.shape, rows.blocks, np.append(rows.blocks, [rows.low, rows.high]))
    return rows


def _means(photo: np.ndarray, parts: int, axis: int) -> np.ndarray:
    """Means over equal parts of an axis, pixels on a border counted in part on either side."""
    lines = np.moveaxis(photo, axis, 0)  # (n, …)
    sums = np.concatenate([np.zeros_like(lines[:1], np.float64), np.cumsum(lines, axis=0, dtype=np.float64)])
    borders = np.linspace(0, len(lines), parts + 1)
    before = np.minimum(borders.astype(int), len(lines) - 1)
    beyond = (borders - before).reshape(-1, *[1] * (lines.ndim - 1))
    upto = sums[before] + beyond * lines[before]
    return np.moveaxis(np.diff(upto, axis=0) * parts / len(lines), 0, axis)


def _is_photos(array: np.ndarray) -> bool:
    return array.ndim == 4 and array.shape[-1] == 3 and min(array.shape[1:3]) >= PHOTO_BLOCKS[0]


def _account(photos: np.ndarray) -> dict:
    low, high = (float(photos.min()), float(photos.max())) if photos.size else (0.0, 0.0)
    shape = [int(length) for length in photos.shape]
    return {
        "kind": "photos",
        "shape": shape,
        "dtype": str(photos.dtype),
        "low": low,
        "high": high,
        "blocks": blocks_of(photos),
    }
