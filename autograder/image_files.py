"""Image sets in files: read, and refused with the file's name and the cure where they are not what they should be."""

from __future__ import annotations

import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from autograder.errors import UserError

KEYS = ("x_train", "y_train", "x_test", "y_test")
SIZE, CLASSES = 28, 10
_BLOCK_BYTES = 1 << 20
# What NumPy raises for what is no archive of plain arrays: half a file, a pickle, a .npy file, a password.
_UNREADABLE = (OSError, ValueError, EOFError, TypeError, RuntimeError, zipfile.BadZipFile, zlib.error)


class DataError(UserError):
    """A file of data is not what it should be. Never passed over for another source."""


def read_npz(path: Path, cure: str) -> tuple[np.ndarray, ...]:
    """x_train, y_train, x_test, y_test of an npz file: images uint8 (n, 28, 28), labels int64 (n,).

    Raises `DataError`, naming the file and the `cure`, where it cannot be read or holds something else.
    """
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
            missing = [key for key in KEYS if key not in archive.files]
            if missing:
                raise DataError(f"{path} lacks {', '.join(missing)}: {cure}")
            arrays = tuple(archive[key] for key in KEYS)
    except _UNREADABLE as error:
        raise DataError(f"{path} is damaged or not an npz file ({_short(error)}): {cure}") from error
    return checked(arrays, path, cure)


def read_idx(paths: Iterable[Path], cure: str) -> tuple[np.ndarray, ...]:
    """The same from four gzipped IDX files, in the order of `KEYS`. Raises `DataError`."""
    arrays = []
    for path, key in zip(paths, KEYS, strict=True):
        header_bytes, shape = (16, (-1, SIZE, SIZE)) if key.startswith("x") else (8, (-1,))
        try:
            arrays.append(
                np.frombuffer(gzip.decompress(path.read_bytes()), np.uint8, offset=header_bytes).reshape(shape)
            )
        except (OSError, ValueError, EOFError, zlib.error) as error:
            raise DataError(f"{path} is damaged ({_short(error)}): {cure}") from error
    return checked(tuple(arrays), path.parent, cure)


def checked(arrays: tuple[np.ndarray, ...], path: Path, cure: str) -> tuple[np.ndarray, ...]:
    """The arrays, labels as int64. Raises `DataError` where a shape, a dtype, a label or a count is wrong."""
    for part, x, y in (("train", *arrays[:2]), ("test", *arrays[2:])):
        if x.dtype != np.uint8 or x.ndim != 3 or x.shape[1:] != (SIZE, SIZE):
            raise DataError(f"{path}: x_{part} is {x.dtype} {x.shape}, not uint8 (n, {SIZE}, {SIZE}): {cure}")
        if y.dtype.kind not in "iu" or y.shape != (len(x),) or not len(y):
            raise DataError(f"{path}: y_{part} is {y.dtype} {y.shape}, not {len(x)} whole numbers: {cure}")
        if y.min() < 0 or y.max() >= CLASSES:
            raise DataError(f"{path}: y_{part} has labels from {y.min()} to {y.max()}, not 0 to {CLASSES - 1}: {cure}")
    x_train, y_train, x_test, y_test = arrays
    return x_train, y_train.astype(np.int64), x_test, y_test.astype(np.int64)


def require_digest(path: Path, expected: str, cure: str) -> None:
    """Raise `DataError` unless the file has that SHA-256, in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK_BYTES):
            digest.update(block)
    if digest.hexdigest() != expected:
        raise DataError(f"{path} is not the published file (wrong checksum): {cure}")


def _short(error: Exception) -> str:
    return str(error).split("\n")[0][:80] or type(error).__name__
