"""What a grading run hands to its kernels, and what it keeps sealed. On the trusted side only.

Garments and flowers that nobody has seen are drawn afresh from the run's seed. Public sets have no unseen images, so a
part of their test images, chosen by the seed, is withheld from the kernels and changed a little: half a pixel's shift,
brightness, noise; photos may be mirrored.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from autograder import photo_sets, planted, pretrained
from autograder.course import Session
from autograder.data_places import Place
from autograder.drawn.flowers import FLOWER_CLASSES, draw_flowers
from autograder.garments import draw_garments
from autograder.image_files import KEYS
from autograder.image_sets import CLASS_NAMES, ImageSet, archive, place, read
from autograder.photo_sets import Packed, Places

SEALED_IMAGES, SEALED_PHOTOS = 500, 200
_WITHHELD_SHARE = 0.5  # of a public set's test images, at most
# A whole pixel's shift would cost the reference network 3 to 6 % on digits (2026-11-21): then it would not be the test.
_SHIFT_PIXELS = 0.5
_BRIGHTNESS, _NOISE = (0.85, 1.1), 6.0  # factor, and standard deviation in grey levels
_STREAMS = {"digits": 0, "fashion": 1, "flowers": 2}  # tells the random draws of the sets apart


def pool(name: str) -> ImageSet:
    """The machine's whole set as trusted code reads it, never downloaded here; its arrays are read-only."""
    return _pool(name, place(name))


def handed_out(name: str, seed: int) -> ImageSet:
    """The set as a run of that seed shows it to its kernels: without the images its sealed part is made of."""
    everything, withheld = pool(name), _withheld(name, seed)
    if not len(withheld):
        return everything
    kept = np.setdiff1d(np.arange(len(everything.x_test)), withheld)
    source = f"{everything.source}, {len(withheld)} of them kept back for grading"
    return replace(everything, source=source, x_test=everything.x_test[kept], y_test=everything.y_test[kept])


def sealed_images(name: str, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """What models are examined on: uint8 (n, 28, 28) and int64 (n,), in random order, the classes balanced."""
    return _sealed(name, seed, place(name))


def source_id(name: str) -> str:
    """The name in course.toml of the source that a data set comes from on this machine."""
    if name == "flowers":
        return photo_sets.read(photo_sets.places()).source_id
    return pool(name).source_id if name in CLASS_NAMES else name


def archives(session: Session, seed: int) -> dict[str, bytes]:
    """The files of a session's data sets for a run's kernels, by file name."""
    files = {f"{name}.npz": archive(handed_out(name, seed)) for name in session.data if name in CLASS_NAMES}
    if "flowers" in session.data:
        flowers = {"flowers.npz": photo_sets.archive(handed_out_photos(seed))}
        files |= {**flowers, **pretrained.weight_files(), **planted.archives()}
    return files


@cache
def photo_pool(where: Places) -> tuple[Packed, np.ndarray]:
    """The whole set of photos that is there, as trusted code reads it: as files, and their pixels.

    The pixels, uint8 (n, side, side, 3), are read-only, and decoded once: a large set takes a tenth of a gigabyte.
    """
    packed = photo_sets.read(where)
    images = photo_sets.decoded(packed)
    images.setflags(write=False)
    return packed, images


def handed_out_photos(seed: int) -> Packed:
    """The photos, as files, that a run of that seed shows to its kernels."""
    everything = photo_sets.read(photo_sets.places())
    withheld = set(_withheld_photos(seed).tolist())
    if not withheld:
        return everything
    kept = [number for number in range(len(everything.photos)) if number not in withheld]
    train, val, test = everything.parts
    return replace(
        everything,
        source=f"{everything.source}, {len(withheld)} of them kept back for grading",
        photos=tuple(everything.photos[number] for number in kept),
        labels=everything.labels[kept],
        parts=(train, val, test - len(withheld)),
    )


def sealed_photos(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """What Session 38's models are examined on: uint8 (n, side, side, 3) and int64 (n,), in random order."""
    return _sealed_photos(seed, photo_sets.places())


@cache
def _sealed_photos(seed: int, where: Places) -> tuple[np.ndarray, np.ndarray]:
    rng = _rng("flowers", seed)
    if where.drawn:
        images, labels = draw_flowers(SEALED_PHOTOS, int(rng.integers(1 << 62)))
    else:
        packed, pixels = photo_pool(where)
        chosen = rng.permutation(_withheld_photos(seed))
        images = np.stack([_changed_photo(image, rng) for image in pixels[chosen]])
        labels = packed.labels[chosen]
    images.setflags(write=False)
    labels.setflags(write=False)
    return images, labels


def _withheld_photos(seed: int) -> np.ndarray:
    """Places of the withheld photos among all: half of the test part at most, of each class the same number."""
    where = photo_sets.places()
    if where.drawn:
        return np.zeros(0, dtype=np.int64)
    everything = photo_sets.read(where)
    before = sum(everything.parts[:2])
    return before + _some_of_each(everything.labels[before:], len(FLOWER_CLASSES), SEALED_PHOTOS, _rng("flowers", seed))


def _changed_photo(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The photo, mirrored or not, lighter or darker, with a little noise: uint8 of the same shape."""
    mirrored = image[:, :: int(rng.choice((-1, 1)))]
    noisy = mirrored * rng.uniform(*_BRIGHTNESS) + rng.normal(0, _NOISE / 2, image.shape)
    return np.clip(np.round(noisy), 0, 255).astype(np.uint8)


@cache
def _pool(name: str, where: Place) -> ImageSet:
    everything = read(name, where)
    for key in KEYS:
        getattr(everything, key).setflags(write=False)
    return everything


@cache
def _sealed(name: str, seed: int, where: Place) -> tuple[np.ndarray, np.ndarray]:
    rng, everything = _rng(name, seed), _pool(name, where)
    if everything.source_id == "garments":
        images, labels = draw_garments(SEALED_IMAGES, rng)
    else:
        chosen = rng.permutation(_withheld(name, seed))
        images = np.stack([_changed(image, rng) for image in everything.x_test[chosen]])
        labels = everything.y_test[chosen]
    images.setflags(write=False)
    labels.setflags(write=False)
    return images, labels


def _withheld(name: str, seed: int) -> np.ndarray:
    """Places of the withheld test images, the same number of each class; none where new ones can be drawn."""
    everything = pool(name)
    if everything.source_id == "garments":
        return np.zeros(0, dtype=np.int64)
    return _some_of_each(everything.y_test, len(everything.class_names), SEALED_IMAGES, _rng(name, seed))


def _some_of_each(labels: np.ndarray, classes: int, most: int, rng: np.random.Generator) -> np.ndarray:
    """Places of labels, of each class the same number: `most` in all, and no more than that share of the scarcest."""
    by_class = [np.flatnonzero(labels == label) for label in range(classes)]
    wanted = min(most // classes, int(_WITHHELD_SHARE * min(map(len, by_class))))
    return np.concatenate([rng.permutation(places)[:wanted] for places in by_class])


def _changed(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The image, moved by up to half a pixel, lighter or darker, with a little noise on its strokes: uint8 (28, 28)."""
    framed = np.pad(image, 1).astype(np.float64)
    for axis, shift in enumerate(rng.uniform(-_SHIFT_PIXELS, _SHIFT_PIXELS, 2)):
        framed = (1 - abs(shift)) * framed + abs(shift) * np.roll(framed, int(np.sign(shift)), axis)
    shifted = framed[1:-1, 1:-1]
    noisy = shifted * rng.uniform(*_BRIGHTNESS) + rng.normal(0, _NOISE, image.shape) * (shifted > 0)
    return np.clip(np.round(noisy), 0, 255).astype(np.uint8)


def _rng(name: str, seed: int) -> np.random.Generator:
    return np.random.default_rng([seed, 37, _STREAMS[name]])
