"""Where a data set is looked for on a machine: the course's folder, Keras's cache, then what is embedded.

A grading run hands its kernels their data (`AUTOGRADER_DATA`). `AUTOGRADER_OFFLINE=1` leaves downloads out, and
`AUTOGRADER_EMBEDDED=1` goes straight to the embedded sets, as the build of the notebooks does: its outputs are the same
on every machine.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder.downloads import FULL, DownloadError, cache_folder, fetch, missing_files
from autograder.image_files import DataError

FROM_COURSE = "replace it, or unset COURSE_DATA"  # the cure for a damaged file there
FROM_PACKAGE = "install the course again"


@dataclass(frozen=True)
class Place:
    """Where a set is read from: `kind` is `course`, `cache` or `embedded`; `changed` tells a new file of that name."""

    kind: str
    path: Path
    changed: int


@dataclass(frozen=True)
class Names:
    """What a set is called in `downloads.FULL`, in COURSE_DATA, and in datasets/."""

    full: str
    in_course: str
    embedded: str


def find(names: Names) -> Place:
    """Where the set is on this machine now, without a download. Raises `DataError` if `COURSE_DATA` is no folder."""
    if os.environ.get("AUTOGRADER_EMBEDDED"):
        return embedded(names)
    if course := os.environ.get("COURSE_DATA"):
        if not Path(course).is_dir():
            raise DataError(f"COURSE_DATA names {course}, which is not a folder: correct it or unset it")
        path = Path(course) / names.in_course
        if path.exists():
            return _place("course", path)
    if missing_files(names.full):
        return embedded(names)
    return _place("cache", cache_folder(names.full))


def embedded(names: Names) -> Place:
    """The set's embedded stand-in."""
    return _place("embedded", datasets_folder() / names.embedded)


def handed_out_folder() -> Path | None:
    """The folder with what a grading run shows this kernel; None outside of one."""
    folder = os.environ.get("AUTOGRADER_DATA")
    return Path(folder) if folder else None


def try_to_download(name: str, say: Callable[[str], None]) -> None:
    """Fetch a full set unless that is forbidden; `say` is told of it, and of what is used in its place."""
    title = FULL[name].name
    if os.environ.get("AUTOGRADER_EMBEDDED"):
        return
    if os.environ.get("AUTOGRADER_OFFLINE"):
        say(
            f"{title} is not here, and AUTOGRADER_OFFLINE is set. Going on with the embedded {name}; "
            f"python -m autograder data fetch {name} brings the full set."
        )
        return
    say(f"{title} is not here yet: downloading it once ({FULL[name].mebibytes} MB) …")
    try:
        fetch(name)
    except DownloadError as error:
        say(f"{error}\nGoing on with the embedded {name}.")


def datasets_folder() -> Path:
    """The folder of embedded data: datasets/ of the repository, or its copy in an installed package."""
    beside = Path(__file__).resolve().parents[1] / "datasets"
    return beside if (beside / "digits.npz").exists() else Path(__file__).with_name("embedded")


def _place(kind: str, path: Path) -> Place:
    return Place(kind, path, path.stat().st_mtime_ns if path.exists() else 0)
