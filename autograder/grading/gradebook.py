"""nbgrader's own gradebook, filled from results, so that formgrader opens it and a person can go on in it."""

from __future__ import annotations

import copy
import os
import sys
import warnings
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from subprocess import CalledProcessError

import nbformat
from nbgrader import api
from nbgrader.api import Gradebook
from nbgrader.preprocessors import SaveCells
from sqlalchemy.exc import SAWarning, SQLAlchemyError

from autograder.course import Exercise
from autograder.grading.record import RecordError
from autograder.grading.release import Release

_NO_SCORE = ("grader_error", "manual")  # outcomes that say nothing about the student's work yet


def prepare() -> None:
    """Find out now what a new database will need to know: nbgrader asks the command `alembic`, which takes seconds."""
    let_nbgrader_find_alembic()
    api.get_alembic_version = cache(api.get_alembic_version)
    with suppress(OSError, CalledProcessError):  # then the database cannot be made either, and that is told there
        api.get_alembic_version()


def gradebook_url(out: Path, url: str | None) -> str:
    """The database that is asked for, or `gradebook.db` in the results' folder."""
    return url or f"sqlite:///{(out / 'gradebook.db').resolve()}"


def write_gradebook(url: str, results: Iterable[Mapping], releases: Mapping[str, Release]) -> int:
    """Put `results` into the gradebook at `url` and return how many went in.

    Scores a person gave stay. Results of an unknown session are left out. Raises `RecordError`.
    """
    known = [result for result in results if result["session"] in releases]
    let_nbgrader_find_alembic()
    try:
        with warnings.catch_warnings():
            # nbgrader reads a submission back while it is still putting it together
            warnings.simplefilter("ignore", SAWarning)
            for session_id in sorted({result["session"] for result in known}):
                save_cells(url, releases[session_id])
            with Gradebook(url) as gradebook:
                for result in known:
                    _save_scores(gradebook, result, releases[result["session"]])
    except (SQLAlchemyError, RuntimeError) as error:
        reason = str(error).splitlines()[0]
        raise RecordError(f"the gradebook {url} cannot be written: {reason}") from error
    return len(known)


def let_nbgrader_find_alembic() -> None:
    """nbgrader looks for the command `alembic` on the PATH; it lies beside this Python, which may not be on it."""
    here = str(Path(sys.executable).parent)
    if here not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([here, os.environ.get("PATH", "")])


def save_cells(url: str, release: Release) -> None:
    """The assignment, its notebook and its cells, as nbgrader itself records them when it makes an assignment."""
    if release.by_nbgrader:
        from autograder.grading.other_course import master

        notebook = copy.deepcopy(master(release.path))
    else:
        notebook = nbformat.read(release.path, as_version=4)
    with Gradebook(url) as gradebook:
        gradebook.update_or_create_assignment(release.assignment)
    names = {"notebook": release.session.stem, "assignment": release.assignment, "db_url": url}
    SaveCells().preprocess(notebook, {"nbgrader": names})


def _save_scores(gradebook: Gradebook, result: Mapping, release: Release) -> None:
    gradebook.update_or_create_student(result["student"])
    gradebook.update_or_create_submission(release.assignment, result["student"])
    scored = {e["id"]: e for e in result["exercises"] if e["outcome"] not in _NO_SCORE}
    exercises = {e.id: e for e in release.session.exercises}
    names = release.session.stem, release.assignment, result["student"]
    for grade in gradebook.find_submission_notebook(*names).grades:
        exercise_id = release.exercise_of(grade.name)
        if exercise_id not in scored:
            grade.needs_manual_grade = grade.manual_score is None
            continue
        score = _as_score(scored[exercise_id], exercises[exercise_id], grade.max_score)
        if grade.auto_score != score:  # a score a person gave to other work needs another look
            grade.auto_score, grade.needs_manual_grade = score, grade.manual_score is not None
    gradebook.db.commit()


def _as_score(graded: Mapping, exercise: Exercise, max_score: float) -> float:
    """The points on the scale of the notebook's own cell, which may lag behind course.toml."""
    return round(graded["points"] * max_score / exercise.points, 2) if exercise.points else graded["points"]
