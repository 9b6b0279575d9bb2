"""The flower photos of Session 38, and the MobileNetV2 that goes with them: real ones both, or drawn ones both.

A network that learnt from photographs helps with photographs, and one that learnt from drawings with drawings. So the
real photos are used only where the real weights are there too, and what is used is always said.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from autograder.data_places import (
    FROM_COURSE,
    FROM_PACKAGE,
    Names,
    Place,
    embedded,
    find,
    handed_out_folder,
    try_to_download,
)
from autograder.downloads import cached_files, cure_of
from autograder.drawn.flowers import FLOWER_CLASSES
from autograder.drawn.scene import IMAGE_SIZE
from autograder.photo_files import decode, pack, read_archive, read_folders, read_packed, unpack

PHOTO_SIDE = 227  # pixels of a real photo's middle square
MOST_PHOTOS = 1_500  # of a large set, what the session needs
FULL_SIZE = 3_670
SHARES = (0.6, 0.1)  # of the photos, for training and validation; the rest is for testing
EMBEDDED_SIZES = (250, 100, 200)
FLOWERS = Names("flowers", "flowers", "flowers.npz")
WEIGHTS = Names("base", "mobilenet_v2_1.0_224_no_top.weights.h5", "mobilenet_v2_0.35_96.weights.h5")
_SHUFFLE_SEED = 38
_HANDED_OUT_BYTES = 400_000_000


@dataclass(frozen=True)
class PhotoSet:
    """Colour photos in five classes: `x_*` uint8 (n, side, side, 3), `y_*` int64 (n,). No photo is there twice.

    `source_id` is the source's name in course.toml, `source` a sentence for people.
    """

    source_id: str
    source: str
    x_train: np.ndarray
    y_train: np.ndarray
    x_val: np.ndarray
    y_val: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    class_names: tuple[str, ...] = FLOWER_CLASSES


@dataclass(frozen=True)
class Packed:
    """The same as files: `parts` says how many photos are for training, validation and testing, in that order."""

    source_id: str
    source: str
    photos: tuple[bytes, ...]
    labels: np.ndarray
    parts: tuple[int, int, int]
    side: int

    @property
    def cuts(self) -> tuple[slice, slice, slice]:
        """Where each part lies among all."""
        train, val = self.parts[0], self.parts[0] + self.parts[1]
        return slice(0, train), slice(train, val), slice(val, len(self.photos))


@dataclass(frozen=True)
class Places:
    """Where photos and weights are read from."""

    photos: Place
    weights: Place

    @property
    def drawn(self) -> bool:
        return self.photos.kind == "embedded"


def flowers() -> PhotoSet:
    """Photos of five flowers: flower_photos, or drawn ones. Prints which. Raises `DataError` for a damaged file."""
    photos = load()
    print(f"flowers: {photos.source}")
    return photos


def load(say: Callable[[str], None] = print) -> PhotoSet:
    """The photos as a notebook gets them; `say` is told of a download, and where the drawn ones had to do."""
    if folder := handed_out_folder():
        return unpacked(_handed_out(folder / "flowers.npz"))
    if places().drawn:
        for names in (FLOWERS, WEIGHTS):
            if find(names).kind == "embedded":
                try_to_download(names.full, say)
    return unpacked(read(places()))


def places() -> Places:
    """Where photos and weights are on this machine now, without a download. Raises `DataError`."""
    both = Places(find(FLOWERS), find(WEIGHTS))
    if "embedded" not in (both.photos.kind, both.weights.kind):
        return both
    return Places(embedded(FLOWERS), embedded(WEIGHTS))


@cache
def read(where: Places) -> Packed:
    """The photos that are there. Raises `DataError` for a damaged file."""
    place = where.photos
    if where.drawn:
        photos, labels = read_packed(place.path, FROM_PACKAGE)
        source = "flowers drawn for this course in place of photographs (embedded)"
        return _packed("drawn_flowers", source, photos, labels, EMBEDDED_SIZES, IMAGE_SIZE)
    if place.kind == "cache":
        photos, labels = read_archive(cached_files("flowers")[0], cure_of("flowers"))
        origin = "downloaded"
    else:
        photos, labels = read_folders(place.path, FROM_COURSE)
        origin = "from COURSE_DATA"
    full = len(photos) == FULL_SIZE
    photos, labels = _shuffled(photos, labels)
    train, val = (int(share * len(photos)) for share in SHARES)
    source_id = "flower_photos" if full else "flower_photos_sample"
    source = f"{'' if full else 'a sample of '}flower_photos ({origin})"
    return _packed(source_id, source, photos, labels, (train, val, len(photos) - train - val), PHOTO_SIDE)


def archive(packed: Packed) -> bytes:
    """Photos as the plain archive that a grading run's kernels get."""
    from autograder.evidence import encode

    said = {"source_id": packed.source_id, "source": packed.source, "side": packed.side, "parts": list(packed.parts)}
    return encode({**said, **pack(list(packed.photos), packed.labels)})


def unpacked(packed: Packed) -> PhotoSet:
    """Files to pixels. Raises `DataError` for a file that is no photo."""
    images = decoded(packed)
    arrays = [part for cut in packed.cuts for part in (images[cut], packed.labels[cut])]
    return PhotoSet(packed.source_id, packed.source, *arrays)


def decoded(packed: Packed) -> np.ndarray:
    """The pixels of its photos in their order, uint8 (n, side, side, 3). Raises `DataError` for what is no photo."""
    images = np.empty((len(packed.photos), packed.side, packed.side, 3), np.uint8)
    for number, photo in enumerate(packed.photos):
        images[number] = decode(photo, packed.side, f"photo {number} of {packed.source_id}", FROM_COURSE)
    return images


def _handed_out(path: Path) -> Packed:
    """What `archive` packed. Raises `BadEvidence`."""
    from autograder.evidence import read_evidence

    said = read_evidence(path, _HANDED_OUT_BYTES)
    photos, labels = unpack(said)
    return Packed(said["source_id"], said["source"], tuple(photos), labels, tuple(said["parts"]), said["side"])


def _packed(source_id: str, what: str, photos: list[bytes], labels: np.ndarray, parts, side: int) -> Packed:
    source = f"{what}: {parts[0]:,} to train on, {parts[1]:,} to validate, {parts[2]:,} to test"
    labels.setflags(write=False)
    return Packed(source_id, source, tuple(photos), labels, tuple(parts), side)


def _shuffled(photos: list[bytes], labels: np.ndarray) -> tuple[list[bytes], np.ndarray]:
    """Each file once, in random order, of every class the same share, no more than `MOST_PHOTOS`."""
    digests = [hashlib.blake2b(photo, digest_size=16).digest() for photo in photos]
    once = list({digest: number for number, digest in reversed(list(enumerate(digests)))}.values())
    rng = np.random.default_rng(_SHUFFLE_SEED)
    by_class = [rng.permutation([n for n in once if labels[n] == label]) for label in range(len(FLOWER_CLASSES))]
    # A photo's place is its rank within its class, as a share: so every part has of each class what the whole has.
    rank = np.concatenate([(np.arange(len(group)) + rng.random()) / len(group) for group in by_class])
    order = np.concatenate(by_class)[np.argsort(rank, kind="stable")][:MOST_PHOTOS].astype(int)
    return [photos[n] for n in order], labels[order]
