"""Any other nbgrader course: its source/ folder, read as nbgrader reads it, becomes sessions and releases like ours."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    LockCells,
)

from autograder.course import Course, CourseError, Exercise, Limits, Session
from autograder.grading.release import Release, version_of_files

_AUTOTEST = "### AUTOTEST"
_NOT_ASSIGNMENTS = ".ipynb_checkpoints"


def read_course(folder: Path, limits: Limits) -> tuple[Course, dict[str, Release]]:
    """The course in `folder` (or in its `source`): one session a notebook, its id `assignment/notebook`.

    Raises `CourseError` where there is no such course, or a notebook that nbgrader could not assign.
    """
    source = folder / "source" if (folder / "source").is_dir() else folder
    paths = [p for p in sorted(source.glob("*/*.ipynb")) if p.parent.name != _NOT_ASSIGNMENTS]
    releases = {release.session.id: release for release in map(_release, paths) if release.session.exercises}
    if not releases:
        raise CourseError(
            f"{source} holds no notebook with graded cells: expected <assignment>/<notebook>.ipynb, as nbgrader does"
        )
    sessions = tuple(release.session for release in releases.values())
    return Course(folder.resolve().name, "", "", limits, sessions), releases


def _release(path: Path) -> Release:
    notebook = master(path)
    graded = [cell.metadata.nbgrader for cell in notebook.cells if is_graded(cell)]
    exercises = tuple(Exercise(marks.grade_id, marks.grade_id, float(marks.get("points", 0))) for marks in graded)
    session = Session(f"{path.parent.name}/{path.stem}", path.stem, "", 0, (), exercises, {}, {})
    return Release(session, path, (), version_of_files(path), by_nbgrader=True)


@cache
def master(path: Path) -> NotebookNode:
    """The instructor's notebook as nbgrader records it: locked, without solutions and outputs, hidden tests in place.

    Raises `CourseError`.
    """
    return _assigned(path)[0]


@cache
def released(path: Path) -> NotebookNode:
    """The notebook as nbgrader hands it out. Raises `CourseError`."""
    return _assigned(path)[1]


def is_graded(cell: NotebookNode) -> bool:
    """Whether points hang on a cell: a test, an answer to be read, or a task."""
    marks = cell.metadata.get("nbgrader", {})
    return bool(marks.get("grade") or marks.get("task"))


def _assigned(path: Path) -> tuple[NotebookNode, NotebookNode]:
    """What nbgrader's generate_assignment makes of a notebook, before and after the hidden tests go."""
    try:
        notebook = nbformat.read(path, as_version=4)
        language = notebook.metadata.get("kernelspec", {}).get("language", "python")
        if language != "python":
            raise ValueError(f"its language is {language}, and only Python is graded here")
        if any(_AUTOTEST in cell.source for cell in notebook.cells):
            raise ValueError("it has autotests, which only nbgrader's own generate_assignment can turn into tests")
        notebook = MetadataValidator().upgrade_notebook_metadata(notebook)
        for step in (LockCells, ClearSolutions, ClearOutput, CheckCellMetadata, ComputeChecksums):
            notebook, _ = step().preprocess(notebook, {})
        given = copy.deepcopy(notebook)
        for step in (ClearHiddenTests, ClearMarkScheme):
            given, _ = step().preprocess(given, {})
    except Exception as error:  # nbgrader raises RuntimeError, ValidationError, SchemaTooOldError, KeyError …
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CourseError(f"{path}: nbgrader cannot assign this notebook: {reason}") from error
    return notebook, given
