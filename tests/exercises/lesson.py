"""A session's lesson in this process: the cells that grading runs, executed once; answers are examined on top."""

from __future__ import annotations

import contextlib
import io
import warnings
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.cases import solution_sources
from autograder.course import Session, load_course
from autograder.findings import Verdict
from autograder.notebook import PUBLIC_SEED, examine

SKIPPED = "skip-execution"


@dataclass(frozen=True)
class Lesson:
    """`given`: what a session's own cells define; `reference` and `stubs`: solution cells, by exercise."""

    session: Session
    given: dict
    reference: dict[str, str]
    stubs: dict[str, str]

    def examine(self, exercise_id: str, code: str, seed: int = PUBLIC_SEED) -> Verdict:
        """The verdict on `code` in the place of that exercise's solution cell."""
        namespace = dict(self.given)
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what an answer warns about is the student's affair
            exec(compile(code, f"<answer to {exercise_id}>", "exec"), namespace)
        return examine(exercise_id, seed, {}, namespace)


def load_lesson(root: Path, session_id: str) -> Lesson:
    """The lesson of a session, from its built notebooks."""
    session = load_course().session(session_id)
    cells = nbformat.read(root / "notebooks" / session.stem / f"{session.stem}.ipynb", as_version=4).cells
    given: dict = {"__name__": "lesson"}
    for cell in cells:
        if (
            cell.cell_type == "code"
            and "nbgrader" not in cell.metadata
            and SKIPPED not in cell.metadata.get("tags", [])
        ):
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(cell.source, f"<cell {cell.id}>", "exec"), given)
    stubs = {
        cell.metadata.nbgrader.grade_id.removeprefix("solution_").replace("_", ".", 1): cell.source
        for cell in cells
        if cell.metadata.get("nbgrader", {}).get("grade_id", "").startswith("solution_")
    }
    return Lesson(session, given, solution_sources(root, session), stubs)
