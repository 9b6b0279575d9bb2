"""Photos as files: a folder for each class, an archive of such folders, or many JPEG files packed into one npz."""

from __future__ import annotations

import tarfile
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath

import numpy as np
from PIL import Image

from autograder.drawn.flowers import FLOWER_CLASSES
from autograder.image_files import DataError

SUFFIXES = (".jpg", ".jpeg", ".png")
MAX_PIXELS = 50_000_000
_UNREADABLE = (OSError, ValueError, SyntaxError, KeyError, zipfile.BadZipFile, zlib.error, Image.DecompressionBombError)
# TensorFlow's archive names some classes in the plural.
_SINGULAR = {"roses": "rose", "sunflowers": "sunflower", "tulips": "tulip"}


def pack(photos: list[bytes], labels: np.ndarray) -> dict[str, np.ndarray]:
    """Files as plain arrays: their bytes one after the other, their lengths, and labels (n,)."""
    lengths = np.array([len(photo) for photo in photos], dtype=np.int64)
    return {"bytes": np.frombuffer(b"".join(photos), dtype=np.uint8), "lengths": lengths, "labels": labels}


def unpack(arrays) -> tuple[list[bytes], np.ndarray]:
    """What `pack` packed. Raises `ValueError` or `KeyError` where the arrays do not fit one another."""
    whole, ends = arrays["bytes"].tobytes(), np.cumsum(arrays["lengths"])
    labels = arrays["labels"].astype(np.int64)
    if len(labels) != len(ends) or not len(ends) or ends[-1] != len(whole):
        raise ValueError("bytes, lengths and labels do not fit one another")
    if labels.min() < 0 or labels.max() >= len(FLOWER_CLASSES):
        raise ValueError(f"labels from {labels.min()} to {labels.max()}")
    starts = ends - arrays["lengths"]
    return [whole[a:b] for a, b in zip(starts, ends, strict=True)], labels


def read_packed(path: Path, cure: str) -> tuple[list[bytes], np.ndarray]:
    """The files packed in an npz and their labels. Raises `DataError` naming the file and the cure."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
            return unpack({key: archive[key] for key in ("bytes", "lengths", "labels")})
    except (*_UNREADABLE, TypeError, EOFError) as error:
        raise DataError(f"{path} is damaged or not packed photos ({_short(error)}): {cure}") from error


def read_folders(root: Path, cure: str) -> tuple[list[bytes], np.ndarray]:
    """The photos of root/<class>/ for the five flowers, in the order of their names. Raises `DataError`."""
    photos, labels = [], []
    for label, name in enumerate(FLOWER_CLASSES):
        files = sorted(p for p in (root / name).glob("*") if p.suffix.lower() in SUFFIXES)
        if not files:
            raise DataError(f"{root / name} holds no photos (.jpg, .png): {cure}")
        photos += [path.read_bytes() for path in files]
        labels += [label] * len(files)
    return photos, np.array(labels, dtype=np.int64)


def read_archive(path: Path, cure: str) -> tuple[list[bytes], np.ndarray]:
    """The photos in flower_photos.tgz, in the order of their names; nothing is unpacked. Raises `DataError`."""
    found = []
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                place = PurePosixPath(member.name)
                name = _SINGULAR.get(place.parent.name, place.parent.name)
                if member.isfile() and place.suffix.lower() in SUFFIXES and name in FLOWER_CLASSES:
                    found.append((FLOWER_CLASSES.index(name), place.name, archive.extractfile(member).read()))
    except (*_UNREADABLE, tarfile.TarError, EOFError) as error:
        raise DataError(f"{path} is damaged ({_short(error)}): {cure}") from error
    found.sort(key=lambda item: item[:2])
    labels = np.array([label for label, _, _ in found], dtype=np.int64)
    if len(np.unique(labels)) != len(FLOWER_CLASSES):
        raise DataError(f"{path} does not hold photos of all five flowers: {cure}")
    return [photo for _, _, photo in found], labels


def decode(photo: bytes, side: int, name: str, cure: str) -> np.ndarray:
    """One photo, its middle square at `side` pixels: uint8 (side, side, 3). Raises `DataError` naming it."""
    try:
        with _no_warnings(), Image.open(BytesIO(photo)) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise ValueError(f"{opened.width}x{opened.height} pixels")
            image = opened.convert("RGB")
    except _UNREADABLE as error:
        raise DataError(f"{name} is no readable photo ({_short(error)}): {cure}") from error
    edge = min(image.size)
    left, top = (image.width - edge) // 2, (image.height - edge) // 2
    if image.size != (side, side):
        image = image.resize((side, side), Image.Resampling.BILINEAR, (left, top, left + edge, top + edge))
    return np.asarray(image)


@contextmanager
def _no_warnings() -> Iterator[None]:
    """Pillow warns of what is refused here anyway."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _short(error: Exception) -> str:
    return str(error).split("\n")[0][:80] or type(error).__name__
