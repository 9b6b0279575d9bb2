"""The full sets, where Keras keeps them: found there, or downloaded whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import BinaryIO

import numpy as np

from autograder.errors import UserError
from autograder.image_files import read_idx, read_npz, require_digest

ORIGIN = "https://storage.googleapis.com/"
TIMEOUT_S = 10  # to connect, and without a byte
_PARTIAL = "partial-"
_ABANDONED_S = 3600
_MIB = 1 << 20
_BLOCK_BYTES, _STEPS = _MIB // 16, 30  # read at a time, and of the line of progress


class DownloadError(UserError):
    """The full set could not be fetched."""


@dataclass(frozen=True)
class FullSet:
    """A published set: `folder` under Keras's own, its files with their SHA-256 (in `image_files.KEYS`' order).

    An empty SHA-256 means that nobody publishes one.
    """

    name: str
    folder: str
    files: tuple[tuple[str, str], ...]
    mebibytes: int
    amount: str
    address: str = "tensorflow/tf-keras-datasets/"  # at ORIGIN


# The checksum of mnist.npz is the one in keras.datasets, which has none for Fashion-MNIST: those belong to the files
# whose MD5 sums stand in its authors' README. That of flower_photos is the one of TensorFlow Datasets; Keras publishes
# none for its weights.
FULL = {
    "digits": FullSet(
        "MNIST",
        "datasets",
        (("mnist.npz", "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"),),
        11,
        "60,000 + 10,000 images",
    ),
    "fashion": FullSet(
        "Fashion-MNIST",
        "datasets/fashion-mnist",
        (
            ("train-images-idx3-ubyte.gz", "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            ("train-labels-idx1-ubyte.gz", "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            ("t10k-images-idx3-ubyte.gz", "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            ("t10k-labels-idx1-ubyte.gz", "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
        ),
        30,
        "60,000 + 10,000 images",
    ),
    "flowers": FullSet(
        "flower_photos",
        "datasets",
        (("flower_photos.tgz", "4c54ace7911aaffe13a365c34f650e71dd5bf1be0a58b464e5a7183e3e595d9c"),),
        218,
        "3,670 photos",
        "download.tensorflow.org/example_images/",
    ),
    "base": FullSet(
        "MobileNetV2's ImageNet weights",
        "models",
        (("mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5", ""),),
        9,
        "2,257,984 parameters",
        "tensorflow/keras-applications/mobilenet_v2/",
    ),
}


def cache_folder(name: str) -> Path:
    """Where Keras keeps the files of that full set."""
    home = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")
    return home / FULL[name].folder


def missing_files(name: str) -> list[str]:
    """The files of a full set that the cache does not have."""
    return [path.name for path in _paths(name) if not path.exists()]


def cached(name: str) -> tuple[np.ndarray, ...]:
    """A full set of grey images from the cache, which has all of its files. Raises `DataError` for a damaged one."""
    paths, cure = cached_files(name), cure_of(name)
    return read_npz(paths[0], cure) if len(paths) == 1 else read_idx(paths, cure)


def cached_files(name: str) -> list[Path]:
    """The files of a full set that the cache has, their checksums compared. Raises `DataError`."""
    paths = _paths(name)
    for path, (_, digest) in zip(paths, FULL[name].files, strict=True):
        if digest:
            require_digest(path, digest, cure_of(name))
    return paths


def fetch(name: str) -> Path:
    """Download what the cache lacks of a full set, with a line of progress, and return its folder.

    Files are checked in a folder of their own and moved into the cache whole. Raises `DownloadError`, and `DataError`
    for a file with the wrong checksum, be it new or one that was there.
    """
    full, folder = FULL[name], cache_folder(name)
    with _staging(folder) as staging:
        for file, digest in full.files:
            if (folder / file).exists():
                if digest:
                    require_digest(folder / file, digest, cure_of(name))
                continue
            path = _download(file, staging, name)
            if digest:
                require_digest(path, digest, "the download was damaged or is not what was asked for; try again later")
            path.replace(folder / file)
    return folder


def _download(file: str, staging: Path, name: str) -> Path:
    path, address = staging / file, ORIGIN + FULL[name].address + file
    try:
        with urllib.request.urlopen(address, timeout=TIMEOUT_S) as answer, path.open("wb") as out:
            _copy(answer, out, file)
    except (OSError, HTTPException) as error:
        reason = str(getattr(error, "reason", "") or error)[:160]
        again = f"check the network and run python -m autograder data fetch {name}"
        raise DownloadError(f"could not download {FULL[name].name}, {address} ({reason}); {again}") from error
    return path


def _copy(answer: HTTPResponse, out: BinaryIO, file: str) -> None:
    """Copy all that is announced, with a line of progress. Raises `ConnectionError` where it ends early."""
    total, done, shown = int(answer.headers.get("Content-Length", 0)), 0, -1
    try:
        while block := answer.read(_BLOCK_BYTES):
            out.write(block)
            done += len(block)
            if total and done * _STEPS // total > shown:
                shown = done * _STEPS // total
                bar = "=" * shown + "." * (_STEPS - shown)
                print(f"\r  {file} [{bar}] {done / _MIB:.1f} of {total / _MIB:.1f} MiB", end="", flush=True)
    finally:
        print()
    if done < total:
        raise ConnectionError(f"the connection ended after {done:,} of {total:,} bytes")


def cure_of(name: str) -> str:
    """What to do about a damaged file of that set in the cache."""
    return f"delete it, then run python -m autograder data fetch {name}"


def _paths(name: str) -> list[Path]:
    return [cache_folder(name) / file for file, _ in FULL[name].files]


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """A folder beside where the files will be, gone afterwards; so is what a killed process left there an hour ago."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        staging = tempfile.mkdtemp(dir=folder, prefix=_PARTIAL)
    except OSError as error:
        raise DownloadError(
            f"{folder} cannot be written ({error.strerror}): name another folder in KERAS_HOME"
        ) from error
    for left in folder.glob(f"{_PARTIAL}*"):
        if time.time() - left.stat().st_mtime > _ABANDONED_S:
            shutil.rmtree(left, ignore_errors=True)
    try:
        yield Path(staging)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
