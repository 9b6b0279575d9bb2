"""Find the notebooks in what an instructor hands over: nbgrader's folders, a flat folder, one file, an LMS's zip."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from autograder.errors import UserError

MAX_MEMBERS = 20_000
MAX_ZIP_BYTES = 20_000_000_000  # unpacked, of all notebooks in one archive
_CANVAS = re.compile(r"^(?P<student>[^_]+)(?:_LATE)?_(?P<account>\d+)_\d+_.+$")
_MOODLE = re.compile(r"^(?P<student>.+)_(?P<account>\d+)_assignsubmission_file_?$")
_NOT_SUBMISSIONS = (".ipynb_checkpoints", "__MACOSX")


class IntakeError(UserError):
    """Nothing can be graded: the submissions cannot be found or opened."""


@dataclass(frozen=True)
class Found:
    """A file that claims to be a notebook. `trouble` says why it cannot be read; `data` is None then.

    `account` is the LMS's number of the student, which keeps two students of one name apart; `modified` (seconds, any
    clock) orders several notebooks of one student; `place` says to staff where it lies, `file` its path among what was
    handed over.
    """

    student: str
    account: str
    place: str
    file: str
    folder: str
    stem: str
    modified: float
    data: bytes | None
    trouble: str = ""


def find_submissions(path: Path, max_bytes: int, stems: tuple[str, ...]) -> Iterator[Found]:
    """Every notebook under `path`, one at a time, none larger than `max_bytes`.

    `stems` are the sessions' file names, which are no student's. Raises `IntakeError`.
    """
    if not path.exists():
        raise IntakeError(f"{path} does not exist: give a folder of notebooks, one notebook, or an LMS's zip")
    if path.is_dir():
        return _in_folder(path, max_bytes, stems)
    if path.suffix.lower() == ".zip":
        return _in_zip(path, max_bytes, stems)
    if path.suffix.lower() == ".ipynb":
        parts = path.resolve().parts[-3:] if path.stem in stems and path.parent.name in stems else (path.name,)
        return iter([_read(path, PurePosixPath(*parts), max_bytes, stems)])
    raise IntakeError(f"{path} is neither a folder, nor a notebook (.ipynb), nor a .zip")


def _in_folder(path: Path, max_bytes: int, stems: tuple[str, ...]) -> Iterator[Found]:
    root = path / "submitted" if (path / "submitted").is_dir() else path
    places = sorted({p for pattern in ("*.ipynb", "*/*.ipynb", "*/*/*.ipynb") for p in root.glob(pattern)})
    places = [p for p in places if not set(p.parts) & set(_NOT_SUBMISSIONS)]
    if not places:
        raise IntakeError(
            f"{root} holds no notebook (.ipynb): expected <student>/<assignment>/<notebook>.ipynb or files"
        )
    for place in places:
        yield _read(place, PurePosixPath(*place.relative_to(root).parts), max_bytes, stems, root)


def _read(path: Path, name: PurePosixPath, max_bytes: int, stems: tuple[str, ...], root: Path | None = None) -> Found:
    found = _named(name, str(path), stems)
    inside = path.relative_to(root).parts if root else (path.name,)
    start = root or path.parent
    try:
        status = path.lstat()
        if any(start.joinpath(*inside[: n + 1]).is_symlink() for n in range(len(inside))):
            return replace(found, trouble="it is a link, not a file")
        if not stat.S_ISREG(status.st_mode):
            return replace(found, trouble="it is not an ordinary file")
        if status.st_size > max_bytes:
            return replace(found, trouble=f"its {status.st_size} bytes are more than the {max_bytes} allowed")
        return replace(found, data=path.read_bytes(), modified=status.st_mtime)
    except OSError as error:
        return replace(found, trouble=f"it cannot be read: {error.strerror}")


def _in_zip(path: Path, max_bytes: int, stems: tuple[str, ...]) -> Iterator[Found]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise IntakeError(f"{path} cannot be opened as a zip archive: {error}") from error
    with archive:
        members = [m for m in archive.infolist() if _is_notebook(m)]
        if not members:
            raise IntakeError(f"{path} holds no notebook (.ipynb)")
        if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_ZIP_BYTES:
            raise IntakeError(f"{path} holds {len(members)} notebooks, too many or too large to be a class's work")
        for member in members:
            yield _read_member(archive, member, max_bytes, stems)


def _is_notebook(member: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(member.filename)
    return name.suffix.lower() == ".ipynb" and not set(name.parts) & set(_NOT_SUBMISSIONS)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, max_bytes: int, stems: tuple[str, ...]) -> Found:
    name = PurePosixPath(member.filename.replace("\\", "/"))
    found = _named(name, f"{archive.filename}: {member.filename}", stems)
    found = replace(found, modified=float("".join(f"{part:04d}" for part in member.date_time)))
    if name.is_absolute() or ".." in name.parts:
        return replace(found, trouble="its path in the archive leads out of the archive")
    if member.is_dir() or stat.S_ISLNK(member.external_attr >> 16):
        return replace(found, trouble="it is not an ordinary file")
    try:
        with archive.open(member) as stream:  # the size the archive states is the archive's own claim: count
            data = stream.read(max_bytes + 1)
    except Exception as error:  # encrypted, damaged, or compressed in a way Python does not know
        return replace(found, trouble=f"it cannot be unpacked: {type(error).__name__}")
    if len(data) > max_bytes:
        return replace(found, trouble=f"it unpacks to more than the {max_bytes} bytes allowed")
    return replace(found, data=data)


def _named(name: PurePosixPath, place: str, stems: tuple[str, ...]) -> Found:
    """Who handed it in, as the names of the folders and the file tell."""
    parts = [part for part in name.parts if part not in ("/", "..", ".")]
    folder = parts[-2] if len(parts) > 1 else ""
    account = ""
    if len(parts) >= 3:
        student = parts[-3]
    elif len(parts) == 2:
        student = folder
    else:
        student = name.stem
    moodle = _MOODLE.match(folder) or _MOODLE.match(student)
    canvas = _CANVAS.match(name.stem) if len(parts) == 1 else None
    if match := moodle or canvas:
        student, account = match["student"], match["account"]
    elif len(parts) == 1:
        student = _without_stem(name.stem, stems)
    return Found(student.strip() or "unnamed", account, place, str(name), folder, name.stem, 0.0, None)


def _without_stem(file_stem: str, stems: tuple[str, ...]) -> str:
    for stem in stems:
        if stem in file_stem:
            return file_stem.replace(stem, "").strip(" _-.") or file_stem
    return file_stem
