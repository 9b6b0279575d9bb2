"""Look through a folder of photos, folder/split/class/photo, before anyone trains on it. Never raises for a bad photo.

The course's own answer to 38.8: the command line prints it, and the judge compares a student's audit with it.
"""

from __future__ import annotations

import hashlib
import math
import os
import warnings
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageFile

from autograder.errors import UserError

SUFFIXES = (".jpg", ".jpeg", ".png")
MAX_PIXELS = 50_000_000  # decoded, this is 150 MB; no camera photo is larger
UNBALANCED = 2.0  # the largest class over the smallest, from which on it is worth a word
_UNREADABLE = (OSError, ValueError, SyntaxError, KeyError, IndexError, TypeError, EOFError, OverflowError, zlib.error,
               MemoryError, RuntimeError, Image.DecompressionBombError)  # fmt: skip
_MODES = {
    "CMYK": "CMYK, meant for printing",
    "YCCK": "CMYK, meant for printing",
    "L": "grey",
    "LA": "grey with transparency",
    "1": "black and white",
    "P": "a palette of colours",
    "RGBA": "transparency",
    "F": "numbers instead of colours",
}


class AuditError(UserError):
    """There is no such folder, or nothing in it is laid out as split/class/photo."""


@dataclass(frozen=True)
class Audit:
    """What was found. Paths are relative to the folder, with `/`.

    `counts` has the readable photos of each class in each split; `unreadable` and `unusual` say why, by path;
    `duplicates` are sorted groups of readable files with the same bytes that lie in more than one split; `balance` is
    the largest class of the training split over its smallest, infinite where one is empty; `remarks` are sentences.
    """

    counts: Mapping[str, Mapping[str, int]]
    unreadable: Mapping[str, str]
    unusual: Mapping[str, str]
    duplicates: tuple[tuple[str, ...], ...]
    balance: float
    remarks: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether there is nothing that has to be put right."""
        return not (self.unreadable or self.duplicates or self.remarks)


@dataclass(frozen=True)
class _Photo:
    path: str  # relative to the folder
    digest: str
    wrong: str  # why it cannot be read; empty where it can
    unusual: str

    @property
    def split(self) -> str:
        return self.path.split("/")[0]


def audit(folder: Path) -> Audit:
    """Read every photo of folder/split/class/ whole. Raises `AuditError` where the folder is not laid out like that."""
    folder = Path(folder)
    if not folder.is_dir():
        raise AuditError(f"{folder} is no folder: name the one that holds train/, val/ and test/")
    places = {split.name: [kind.name for kind in _folders(split)] for split in _folders(folder)}
    if not any(places.values()):
        raise AuditError(f"{folder} has no folders split/class, such as train/rose: sort the photos into such folders")
    classes = [folder / split / kind for split in places for kind in places[split]]
    photos = [_looked_at(path, folder) for place in classes for path in _files(place)]
    readable = [photo for photo in photos if not photo.wrong]
    counts = {split: dict.fromkeys(kinds, 0) for split, kinds in places.items()}
    for photo in readable:
        split, kind, _ = photo.path.split("/", 2)
        counts[split][kind] += 1
    return Audit(
        counts=counts,
        unreadable={photo.path: photo.wrong for photo in photos if photo.wrong},
        unusual={photo.path: photo.unusual for photo in readable if photo.unusual},
        duplicates=_duplicates(readable),
        balance=_balance(counts.get("train", {})),
        remarks=tuple(_remarks(folder, counts)),
    )


def lines(found: Audit) -> Iterator[str]:
    """What was found, for people, one line each; what a name holds that cannot be printed becomes `?`."""
    for line in _told(found):
        yield "".join(letter if letter.isprintable() else "?" for letter in line)


def _told(found: Audit) -> Iterator[str]:
    for split, classes in found.counts.items():
        told = ", ".join(f"{kind} {number:,}" for kind, number in classes.items())
        yield f"{split}: {sum(classes.values()):,} photos ({told or 'no classes'})"
    if found.counts.get("train"):
        yield f"balance of train: the largest class has {found.balance:.1f} times the photos of the smallest"
    for path, why in found.unreadable.items():
        yield f"unreadable: {path}: {why}"
    for path, what in found.unusual.items():
        yield f"unusual, but readable: {path}: {what}"
    for group in found.duplicates:
        yield f"the same photo in several splits: {', '.join(group)}"
    yield from (f"remark: {remark}" for remark in found.remarks)
    if found.clean:
        yield "nothing to put right"


def problem(path: Path) -> str:
    """Why a photo cannot be read whole; empty where it can."""
    return _decoded(path)[0]


def _folders(folder: Path) -> list[Path]:
    return sorted(entry for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith("."))


def _files(folder: Path) -> list[Path]:
    wanted = (entry for entry in folder.iterdir() if entry.suffix.lower() in SUFFIXES)
    return sorted(entry for entry in wanted if not entry.name.startswith(".") and not entry.is_dir())


def _looked_at(path: Path, folder: Path) -> _Photo:
    # A name that is no valid text in the file system's encoding is shown with marks in its place.
    name = os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "replace")
    wrong, unusual = _decoded(path)
    digest = "" if wrong else hashlib.sha256(path.read_bytes()).hexdigest()
    return _Photo(name, digest, wrong, unusual)


def _decoded(path: Path) -> tuple[str, str]:
    """Why the photo cannot be read (empty where it can), and what is unusual about it (empty where nothing is)."""
    if not path.is_file():  # a pipe or a broken link would keep us waiting, or raise
        return "not a regular file", ""
    if not path.stat().st_size:
        return "an empty file", ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of what is refused here anyway
            with Image.open(path) as image:
                if image.width * image.height > MAX_PIXELS:
                    return f"{image.width}×{image.height} pixels, more than {MAX_PIXELS // 1_000_000} million", ""
                unusual = _unusual(image)
                image.load()
    except Image.UnidentifiedImageError:
        return "not an image", ""
    except _UNREADABLE as error:
        return _short(error), ""
    return "", unusual


def _unusual(image: ImageFile.ImageFile) -> str:
    told = []
    frames = getattr(image, "n_frames", 1)
    if frames > 1:
        told.append(f"animated, {frames} frames: the first one counts")
    if image.mode.startswith("I"):
        told.append("16 bits or more a colour: 255 is not white")
    elif image.mode != "RGB":
        told.append(_MODES.get(image.mode, f"mode {image.mode}"))
    return "; ".join(told)


def _duplicates(readable: list[_Photo]) -> tuple[tuple[str, ...], ...]:
    groups: dict[str, list[_Photo]] = {}
    for photo in readable:
        groups.setdefault(photo.digest, []).append(photo)
    shared = (group for group in groups.values() if len({photo.split for photo in group}) > 1)
    return tuple(sorted(tuple(sorted(photo.path for photo in group)) for group in shared))


def _balance(training: Mapping[str, int]) -> float:
    if not training:
        return math.nan
    smallest = min(training.values())
    return max(training.values()) / smallest if smallest else math.inf


def _remarks(folder: Path, counts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    if "train" not in counts:
        yield f"there is no folder train, only {', '.join(counts)}"
    kinds = sorted({kind for classes in counts.values() for kind in classes})
    for split, classes in counts.items():
        if len(classes) == 1:
            yield f"{split} has one class only, {next(iter(classes))}: there is nothing to tell apart"
        for kind in kinds:
            if kind not in classes:
                yield f"{split} has no folder {kind}: the classes would be numbered otherwise than in the other splits"
            elif not classes[kind]:
                yield f"{split}/{kind} holds no readable photo"
    for split in counts:
        loose = len(_files(folder / split))
        if loose:
            yield f"{loose} photos lie in {split} itself, in no class"
    training = _balance(counts.get("train", {}))
    if UNBALANCED < training < math.inf:
        yield f"train is unbalanced: accuracy alone will mislead ({training:.1f} to 1)"


def _short(error: BaseException) -> str:
    return str(error).split("\n")[0][:80] or type(error).__name__
