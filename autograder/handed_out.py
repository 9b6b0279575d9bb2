"""What a grading run hands to its kernels, and what it keeps sealed. On the trusted side only.

Garments that nobody has seen are drawn afresh from the run's seed. Public sets have no unseen images, so a part of
their test images, chosen by the seed, is withheld from the kernels and changed a little: a pixel's shift, brightness,
noise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np

from autograder.course import Session
from autograder.garments import draw_garments
from autograder.image_sets import ImageSet, archive, load

SEALED_IMAGES = 500
_WITHHELD_SHARE = 0.5  # of a public set's test images, at most
_BRIGHTNESS, _NOISE = (0.85, 1.1), 6.0  # factor, and standard deviation in grey levels
_IMAGE_SETS = {"digits": 0, "fashion": 1}  # and the number that tells their random draws apart


@cache
def pool(name: str) -> ImageSet:
    """The machine's whole set, as trusted code reads it: never downloaded here."""
    return load(name, download=False, say=lambda line: None)


@cache
def handed_out(name: str, seed: int) -> ImageSet:
    """The set as a run of that seed shows it to its kernels: without the images its sealed part is made of."""
    everything = pool(name)
    withheld = _withheld(name, seed)
    kept = np.setdiff1d(np.arange(len(everything.x_test)), withheld)
    twins = np.isin(_keys(everything.x_test[kept]), _keys(everything.x_test[withheld]))
    kept = kept[~twins]
    return replace(everything, x_test=everything.x_test[kept], y_test=everything.y_test[kept])


@cache
def sealed_images(name: str, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """What models are examined on: uint8 (n, 28, 28) and int64 (n,), in random order, the classes balanced."""
    rng = _rng(name, seed)
    everything = pool(name)
    if everything.source_id == "garments":
        return draw_garments(SEALED_IMAGES, rng)
    chosen = rng.permutation(_withheld(name, seed))
    images = np.stack([_changed(image, rng) for image in everything.x_test[chosen]])
    return images, everything.y_test[chosen]


def archives(session: Session, seed: int) -> Mapping[str, bytes]:
    """The files of a session's data sets for a run's kernels, by file name."""
    return {f"{name}.npz": archive(handed_out(name, seed)) for name in session.data if name in _IMAGE_SETS}


def _withheld(name: str, seed: int) -> np.ndarray:
    """Places of the withheld test images, the same number of each class as far as there are enough."""
    everything = pool(name)
    if everything.source_id == "garments":
        return np.zeros(0, dtype=np.int64)
    rng = _rng(name, seed)
    classes = len(everything.class_names)
    wanted = min(SEALED_IMAGES, int(_WITHHELD_SHARE * len(everything.x_test))) // classes
    by_class = [np.flatnonzero(everything.y_test == label) for label in range(classes)]
    return np.concatenate([rng.permutation(places)[: min(wanted, len(places) // 2)] for places in by_class])


def _changed(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    down, right = rng.integers(-1, 2, 2)
    shifted = np.zeros_like(image)
    height, width = image.shape
    shifted[max(down, 0) : height + min(down, 0), max(right, 0) : width + min(right, 0)] = image[
        max(-down, 0) : height + min(-down, 0), max(-right, 0) : width + min(-right, 0)
    ]
    noisy = shifted * rng.uniform(*_BRIGHTNESS) + rng.normal(0, _NOISE, image.shape) * (shifted > 0)
    return np.clip(np.round(noisy), 0, 255).astype(np.uint8)


def _rng(name: str, seed: int) -> np.random.Generator:
    return np.random.default_rng([seed, 37, _IMAGE_SETS[name]])


def _keys(images: np.ndarray) -> np.ndarray:
    return np.array([image.tobytes() for image in images], dtype=object)
