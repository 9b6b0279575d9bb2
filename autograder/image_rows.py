"""Images as evidence: a split of thousands travels as one digest a row, and is recognised image by image.

The kernel's side (`image_rows`) and the judge's (`rows_of`) stand together, because both must read a scaling, and make
a digest, in the same way. The images themselves are looked up by `autograder.exercises.session_37.known_images`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from autograder.reading import typed
from autograder.split_rows import account_of, require_usable

_ROWS_AT_A_TIME = 1000  # the most that are held as float32 beside the student's own array
_IMAGES_LOOKED_AT = 50  # enough to tell two levels of grey from many
_MAX_RANK = 8
# How the pixels 0…255 of a split were scaled: from what it holds, and back to 0…255.
SCALINGS = ("0…255", "0…1", "0…1/255", "-1…1", "0 or 1", "other")


@dataclass(frozen=True)
class Rows:
    """One split as collected: `digests`, uint64 (n,), name its images; `scaling` is one of `SCALINGS`."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    low: float
    high: float
    scaling: str
    digests: np.ndarray

    def __len__(self) -> int:
        return len(self.digests)

    def scaled(self, images: np.ndarray) -> np.ndarray:
        """Pixels of 0…255 scaled as this split is: float32 of the same shape."""
        pixels = images.astype(np.float32)
        if self.scaling == "0…255":
            return pixels
        if self.scaling == "0 or 1":
            return (images // 255).astype(np.float32)
        if self.scaling == "-1…1":
            return pixels / 127.5 - 1
        if self.scaling == "other":
            with np.errstate(all="ignore"):  # forged limits overflow, and that is no fault here
                return (self.low + pixels / 255 * (self.high - self.low)).astype(np.float32)
        return pixels / (255 * 255 if self.scaling == "0…1/255" else 255)


def image_rows(value) -> dict:
    """An array of images, (n, …), as evidence of kind `images`; anything else as `plain` has it. Never raises."""
    return account_of(value, _is_images, _account)


def digests_of(images: np.ndarray) -> np.ndarray:
    """One number for each of some uint8 images, (n, …): uint64 (n,). Equal pixels give equal numbers."""
    digests = b"".join(hashlib.blake2b(image.tobytes(), digest_size=8).digest() for image in images)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def rows_of(answers: Mapping, name: str) -> Rows:
    """The split in answer `name`, with finite values and at least one row. Raises `WrongAnswer`."""
    found = typed(answers.get(name, {"kind": "absent"}), name, "images")
    low, high, shape = found["low"], found["high"], tuple(found["shape"])
    require_usable(name, "image", shape, found["rows"], np.array([low, high]))
    return Rows(name, shape, found["dtype"], low, high, scaling_of(low, high, found["levels"]), found["rows"])


def scaling_of(low: float, high: float, levels: int) -> str:
    """How pixels of 0…255 were scaled to range from `low` to `high` with so many different values in a few images."""
    if low < 0:
        return "-1…1" if low >= -1.01 and high <= 1.01 else "other"
    if high > 255.5:
        return "other"
    if high > 1.5:
        return "0…255"
    if levels <= 2:
        return "0 or 1"
    return "0…1" if high > 0.01 else "0…1/255"


def _is_images(array: np.ndarray) -> bool:
    return 2 <= array.ndim <= _MAX_RANK


def _account(images: np.ndarray) -> dict:
    low, high = (float(images.min()), float(images.max())) if images.size else (0.0, 0.0)
    levels = len(np.unique(images[:_IMAGES_LOOKED_AT]))
    scaling = scaling_of(low, high, levels)
    parts = range(0, len(images), _ROWS_AT_A_TIME)
    digests = [digests_of(_pixels(images[i : i + _ROWS_AT_A_TIME], scaling, low, high)) for i in parts]
    return {
        "kind": "images",
        "shape": [int(length) for length in images.shape],
        "dtype": str(images.dtype),
        "low": low,
        "high": high,
        "levels": levels,
        "rows": np.concatenate(digests) if digests else np.zeros(0, np.uint64),
    }


def _pixels(images: np.ndarray, scaling: str, low: float, high: float) -> np.ndarray:
    """What the images were before they were scaled, as near as can be told: uint8 of the same shape."""
    images = np.nan_to_num(images.astype(np.float32))
    if scaling in ("0…1", "0 or 1"):
        images = images * 255
    elif scaling == "0…1/255":
        images = images * (255 * 255)
    elif scaling == "-1…1":
        images = (images + 1) * 127.5
    elif scaling == "other":
        images = (images - np.nan_to_num(low)) / max(np.nan_to_num(high - low), 1e-12) * 255
    return np.clip(np.round(images), 0, 255).astype(np.uint8)
