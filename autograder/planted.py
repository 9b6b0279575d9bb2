"""Folders of photos with planted faults: for practice in the notebook and, from other seeds, to examine audits on."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from autograder.data_places import handed_out_folder
from autograder.drawn.flowers import FLOWER_CLASSES, draw_flower_photos
from autograder.evidence import encode, read_evidence

PARTS = {"train": 12, "val": 4, "test": 6}  # photos a class, before anything is planted
OWN_PARTS = {"train": 16, "val": 4, "test": 8}
_PRACTICE_SEED, _OWN_SEED = 388, 389
_MOST_BYTES = 10_000_000  # of a folder's archive that is handed out


@dataclass(frozen=True)
class Planted:
    """Files by their path (posix, relative), and what is wrong with them.

    `unreadable` are paths; each of `duplicates` is a sorted group of paths with the same bytes; of the class `scarce`
    the training part has few.
    """

    files: Mapping[str, bytes]
    unreadable: tuple[str, ...]
    duplicates: tuple[tuple[str, ...], ...]
    scarce: str


def planted(rng: np.random.Generator, classes: tuple[str, ...] = FLOWER_CLASSES) -> Planted:
    """Drawn flowers in split/class folders, with a truncated photo, a text named .jpg, an empty file, duplicates across
    splits and a class with few training photos, all at random places."""
    files = _drawn(rng, PARTS, classes)
    scarce = str(rng.choice(classes))
    for path in _of(files, "train", scarce)[4:]:
        del files[path]
    duplicates = [_copy(files, rng, "train", "val", classes), _copy(files, rng, "train", "test", classes)]
    spoilt = _spoilt(files, rng, classes, taken={path for group in duplicates for path in group})
    return Planted(files, tuple(sorted(spoilt)), tuple(sorted(duplicates)), scarce)


def practice_folder() -> Path:
    """A folder of drawn flower photos, made afresh: train/, val/ and test/ with a folder for each class, and faults."""
    return _folder("practice", practice_photos)


def practice_photos() -> Mapping[str, bytes]:
    """The files of `practice_folder` by their path, always the same ones."""
    return planted(np.random.default_rng(_PRACTICE_SEED)).files


def own_folder() -> Path:
    """A folder of drawn flower photos without faults, made afresh: the place of a learner's own."""
    return _folder("own", own_photos)


def own_photos() -> Mapping[str, bytes]:
    """The files of `own_folder` by their path: drawn flowers without faults, always the same ones."""
    return _drawn(np.random.default_rng(_OWN_SEED), OWN_PARTS, FLOWER_CLASSES)


@cache
def archives() -> Mapping[str, bytes]:
    """Both folders' files for a run's kernels, by archive name: drawing them would take each kernel seconds."""
    both = {"practice": practice_photos(), "own": own_photos()}
    return {
        f"{name}.npz": encode({path: np.frombuffer(content, np.uint8) for path, content in files.items()})
        for name, files in both.items()
    }


def _folder(name: str, draw: Callable[[], Mapping[str, bytes]]) -> Path:
    """A fresh folder with what a grading run handed out under that name, or with what is drawn here."""
    root = Path(tempfile.mkdtemp(prefix=f"{name}-"))
    if given := handed_out_folder():
        files = {path: file.tobytes() for path, file in read_evidence(given / f"{name}.npz", _MOST_BYTES).items()}
    else:
        files = draw()
    write_tree(files, root)
    return root


def write_tree(files: Mapping[str, bytes], root: Path) -> None:
    """Write files under `root`, making folders."""
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def _drawn(rng: np.random.Generator, parts: Mapping[str, int], classes: tuple[str, ...]) -> dict[str, bytes]:
    """So many drawn flowers a class for each part, under random names."""
    files: dict[str, bytes] = {}
    for split, count in parts.items():
        photos, labels = draw_flower_photos(count * len(FLOWER_CLASSES), int(rng.integers(1 << 31)))
        for label, name in enumerate(classes):
            for photo in (photo for photo, own in zip(photos, labels, strict=True) if own == label):
                files[f"{split}/{name}/{rng.integers(16**6):06x}.jpg"] = photo
    return files


def _of(files: Mapping[str, bytes], split: str, name: str) -> list[str]:
    return sorted(path for path in files if path.startswith(f"{split}/{name}/"))


def _copy(files: dict[str, bytes], rng: np.random.Generator, source: str, target: str, classes) -> tuple[str, ...]:
    """Copy a photo of one split into the same class of another."""
    name = str(rng.choice(classes))
    original = str(rng.choice(_of(files, source, name)[:3]))
    copy = f"{target}/{name}/{rng.integers(16**6):06x}.jpg"
    files[copy] = files[original]
    return tuple(sorted((original, copy)))


def _spoilt(files: dict[str, bytes], rng: np.random.Generator, classes, taken: set[str]) -> list[str]:
    """Spoil three photos, each in its own way, and say which."""
    spoilt = []
    for ruin in (lambda photo: photo[: len(photo) // 3], lambda photo: b"not a photo\n", lambda photo: b""):
        whole = [path for path in sorted(files) if path not in taken and path not in spoilt]
        path = str(rng.choice(whole))
        files[path] = ruin(files[path])
        spoilt.append(path)
    assert all(_unreadable(files[path]) for path in spoilt)
    return spoilt


def _unreadable(content: bytes) -> bool:
    try:
        with Image.open(BytesIO(content)) as image:
            image.load()
    except OSError:
        return True
    return False
