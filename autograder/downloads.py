"""The full sets, where `keras.datasets` keeps them: found there, or downloaded whole or not at all."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autograder.errors import UserError
from autograder.image_files import read_idx, read_npz, require_digest

ORIGIN = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
TIMEOUT_S = 15  # without a byte
_MIB = 1024 * 1024


class DownloadError(UserError):
    """The full set could not be fetched."""


@dataclass(frozen=True)
class FullSet:
    """A published set: `folder` under Keras's datasets, and its files with their checksums (see `image_files.KEYS`)."""

    name: str
    folder: str
    files: tuple[tuple[str, str], ...]
    mebibytes: int


# The checksum of mnist.npz is the one in keras.datasets; those of Fashion-MNIST are in its authors' README.
FULL = {
    "digits": FullSet(
        "MNIST", ".", (("mnist.npz", "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"),), 11
    ),
    "fashion": FullSet(
        "Fashion-MNIST",
        "fashion-mnist",
        (
            ("train-images-idx3-ubyte.gz", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
            ("train-labels-idx1-ubyte.gz", "25c81989df183df01b3e8a0aad5dffbe"),
            ("t10k-images-idx3-ubyte.gz", "bef4ecab320f06d8554ea6380940ec79"),
            ("t10k-labels-idx1-ubyte.gz", "bb300cfdad3c16e7a12a480ee83cd310"),
        ),
        30,
    ),
}


def cache_folder() -> Path:
    """Where `keras.datasets` keeps what it downloaded."""
    return Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras") / "datasets"


def cached(name: str) -> tuple[np.ndarray, ...] | None:
    """The full set from the cache, None where not all of its files are there. Raises `DataError` for a damaged one."""
    paths = _paths(name)
    if not all(path.exists() for path in paths):
        return None
    cure = f"delete it, then run python -m autograder data fetch {name}"
    for path, (_, digest) in zip(paths, FULL[name].files, strict=True):
        require_digest(path, digest, cure)
    return read_npz(paths[0], cure) if len(paths) == 1 else read_idx(paths, cure)


def fetch(name: str) -> Path:
    """Download what the cache lacks of a full set, with Keras's progress bar, and return its folder.

    Files are checked in a folder of their own and moved into the cache whole. Raises `DownloadError` and `DataError`.
    """
    from keras.utils import get_file  # only here: Keras takes seconds to import

    full, folder = FULL[name], cache_folder() / FULL[name].folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="partial-") as staging, _time_out(TIMEOUT_S):
        for file, digest in full.files:
            if (folder / file).exists():
                continue
            try:
                path = Path(get_file(file, ORIGIN + file, cache_dir=staging, cache_subdir="."))
            except Exception as error:  # Keras wraps what urllib raises in a plain Exception
                reason = str(error).split("\n")[0].rstrip(": ")[:160]
                cure = f"check the network and run python -m autograder data fetch {name}"
                raise DownloadError(f"could not download {full.name} ({reason}): {cure}") from error
            require_digest(path, digest, "the download was damaged or is not what was asked for; try again later")
            shutil.move(path, folder / file)
    return folder


def missing_files(name: str) -> list[str]:
    """The files of a full set that the cache does not have."""
    return [path.name for path in _paths(name) if not path.exists()]


def _paths(name: str) -> list[Path]:
    return [cache_folder() / FULL[name].folder / file for file, _ in FULL[name].files]


@contextmanager
def _time_out(seconds: float) -> Iterator[None]:
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(seconds)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)
