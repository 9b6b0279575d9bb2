"""What `data status` shows and `data fetch` does: the sets on this machine, and the full ones by download."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from rich.console import Console
from rich.table import Table

from autograder import image_sets, photo_sets, pretrained
from autograder.data_places import Place
from autograder.downloads import FULL, cache_folder, fetch, missing_files
from autograder.errors import UserError

IRIS = ("iris", "Iris, 150 flowers", "150", "inside scikit-learn", "nothing: this is all of it")
_FROM = {"course": "COURSE_DATA", "cache": "the download", "embedded": "the course itself"}


def show_status() -> None:
    """Print a table: each data set, the source that is used here, its images, its place, what the full set would need.

    Every file is read and checked; a damaged one has its complaint where the source would stand.
    """
    rows = [IRIS, *(_row(name) for name in FULL)]
    console = Console()
    if console.width < 100:  # five columns would be torn into single words
        for name, *facts in rows:
            console.print(f"{name}\n  " + "\n  ".join(facts), highlight=False, soft_wrap=True, markup=False)
        return
    table = Table("data set", "source in use", "images", "where", "the full set needs")
    for row in rows:
        table.add_row(*row)
    console.print(table)


def fetch_full_sets(names: Iterable[str], say: Callable[[str], None]) -> None:
    """Download what the cache lacks of the full sets, all of them if none is named, and say where they are.

    Raises `DownloadError` without a network, `DataError` for a damaged file, `UserError` where a download is forbidden.
    """
    if os.environ.get("AUTOGRADER_OFFLINE"):
        raise UserError("AUTOGRADER_OFFLINE is set, so nothing is downloaded: unset it")
    for name in names or FULL:
        here = not missing_files(name)
        folder = fetch(name)
        say(f"{FULL[name].name} {'was here already' if here else 'is complete'}: {folder}")


def _row(name: str) -> tuple[str, ...]:
    try:
        source, counts, where = _LOOKS.get(name, lambda: _images(name))()
    except UserError as error:
        return name, f"none: {error}", "", "", ""
    return name, source.partition(":")[0], counts, f"{_FROM[where.kind]}: {where.path}", _needed(name, where)


def _images(name: str) -> tuple[str, str, Place]:
    where = image_sets.place(name)
    found = image_sets.read(name, where)
    return found.source, f"{len(found.x_train):,} + {len(found.x_test):,}", where


def _flowers() -> tuple[str, str, Place]:
    where = photo_sets.places()
    found = photo_sets.read(where)
    return found.source, " + ".join(f"{count:,}" for count in found.parts), where.photos


def _base() -> tuple[str, str, Place]:
    found = pretrained.base_for("fast")
    return found.source, "", photo_sets.places().weights


_LOOKS = {"flowers": _flowers, "base": _base}


def _needed(name: str, where: Place) -> str:
    if where.kind == "cache":
        return "nothing: this is all of it"
    if not missing_files(name):
        hidden = "COURSE_DATA" if where.kind == "course" else "AUTOGRADER_EMBEDDED"
        return f"unset {hidden}: it is downloaded, {cache_folder(name)}"
    return f"{FULL[name].mebibytes} MB: python -m autograder data fetch {name} ({FULL[name].amount})"
