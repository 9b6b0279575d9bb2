"""The notebooks as students get them: what every submission is compared with."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

import autograder
from autograder.course import COURSE_FILE, Session
from autograder.data_places import datasets_folder
from autograder.errors import UserError

_DATA = (".npz", ".h5")  # what is embedded in the course
SKIP_TAG = "skip-execution"  # nbclient's own default: such cells run for people and are skipped in grading
_GRADE_ID = re.compile(r"^(check|solution)_(\d+)_(\d+)$")
# The parts of the package that cannot change a grade: they make notebooks, show results or hold a command.
_NOT_GRADING = re.compile(
    r"^(report/|source|schema|author|cases|demo|calibrate|data_status|grade_class|check_notebook|show|__main__"
    r"|grading/(run|plan|record|lock|gradebook)\.)"
)


class ReleaseError(UserError):
    """The released notebooks cannot be found or read."""


@dataclass(frozen=True)
class ReleasedCell:
    """One cell of a released notebook. `kind` is its cell type; `grade_id` is empty for a plain cell."""

    id: str
    kind: str
    source: str
    grade_id: str
    tags: tuple[str, ...]
    points: float
    is_grade: bool
    is_solution: bool
    is_locked: bool
    checksum: str

    @property
    def role(self) -> str:
        """`check`, `solution`, or empty."""
        return part_of(self.grade_id)[0]

    @property
    def exercise(self) -> str:
        """The id of the exercise it belongs to, or empty."""
        return part_of(self.grade_id)[1]


@dataclass(frozen=True)
class Release:
    """One session's released notebook; `version` changes with the notebook, the course or the code that grades it.

    `by_nbgrader`: of another nbgrader course, whose own rule decides; `path` is the instructor's notebook then, and the
    id of an exercise is its cell's grade id.
    """

    session: Session
    path: Path
    cells: tuple[ReleasedCell, ...]
    version: str
    by_nbgrader: bool = False

    @property
    def assignment(self) -> str:
        """nbgrader's name of the assignment; its notebook is named as the session's stem."""
        return self.path.parent.name if self.by_nbgrader else self.session.stem

    def exercise_of(self, grade_id: str) -> str:
        """The id of the exercise whose points nbgrader keeps under that grade id, or empty."""
        if self.by_nbgrader:
            return grade_id
        role, exercise = part_of(grade_id)
        return exercise if role == "check" else ""

    def by_grade_id(self, grade_id: str) -> ReleasedCell | None:
        """The cell of that grade id, or None."""
        return next((cell for cell in self.cells if cell.grade_id == grade_id), None) if grade_id else None


def part_of(grade_id: str) -> tuple[str, str]:
    """What a grade id stands for: `check_36_8` gives `("check", "36.8")`, another id `("", "")`."""
    match = _GRADE_ID.match(grade_id)
    return (match[1], f"{match[2]}.{match[3]}") if match else ("", "")


def course_root() -> Path:
    """The repository root, which holds `notebooks/`. Raises `ReleaseError`."""
    for root in (Path(__file__).resolve().parents[2], Path.cwd()):
        if (root / "notebooks").is_dir():
            return root
    raise ReleaseError("no notebooks/ folder here: run from the course's repository root, or build the notebooks first")


def notebook_path(root: Path, session: Session) -> Path:
    """Where the released notebook of a session lies."""
    return root / "notebooks" / session.stem / f"{session.stem}.ipynb"


def solutions_path(released: Path) -> Path:
    """Where the instructor's notebook lies that belongs to a released one; a course may stand here without it."""
    return released.parents[2] / "solutions" / released.parent.name / released.name


def load_release(root: Path, session: Session) -> Release:
    """The released notebook of `session`. Raises `ReleaseError` where it is missing or broken."""
    path = notebook_path(root, session)
    if not path.is_file():
        raise ReleaseError(f"{path} is missing: run `python -m autograder build`")
    try:
        # The build wrote it, so it need not be validated; importing nbformat takes half a second.
        cells = tuple(_cell(cell) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"])
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ReleaseError(f"{path} is not a readable notebook: run `python -m autograder build`") from error
    return Release(session, path, cells, version_of_files(path))


def load_releases(root: Path, sessions: tuple[Session, ...]) -> dict[str, Release]:
    """The releases of `sessions`, by session id. Raises `ReleaseError`."""
    return {session.id: load_release(root, session) for session in sessions}


def _cell(cell: dict) -> ReleasedCell:
    metadata = cell["metadata"]
    marks = metadata.get("nbgrader", {})
    return ReleasedCell(
        id=cell.get("id", ""),
        kind=cell["cell_type"],
        source="".join(cell["source"]),
        grade_id=marks.get("grade_id", ""),
        tags=tuple(metadata.get("tags", ())),
        points=float(marks.get("points", 0) or 0),
        is_grade=bool(marks.get("grade", False)),
        is_solution=bool(marks.get("solution", False)),
        is_locked=bool(marks.get("locked", False)),
        checksum=marks.get("checksum", "") or "",
    )


def version_of_files(released: Path) -> str:
    """A fingerprint of everything that a grade of that notebook rests on."""
    package = Path(autograder.__file__).parent
    sources = [p for p in package.rglob("*.py") if not _NOT_GRADING.match(p.relative_to(package).as_posix())]
    embedded = (path for path in datasets_folder().iterdir() if path.suffix in _DATA)
    digest = hashlib.sha256()
    solutions = (path for path in (solutions_path(released),) if path.is_file())
    for path in [*sorted(sources), *sorted(embedded), COURSE_FILE, released, *solutions]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
