"""How another nbgrader course is graded: nbgrader restores what it locked, a worker runs it, nbgrader's rule decides.

Whatever a test says it says inside the student's kernel: there is no sealed evidence to judge.
"""

from __future__ import annotations

import copy
import json
import logging
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from nbformat import NotebookNode, from_dict
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors import CheckCellMetadata, DeduplicateIds, OverwriteCells
from nbgrader.utils import determine_grade, is_locked

from autograder.course import Exercise
from autograder.findings import Finding, Verdict
from autograder.grading.execute import CellRun, Execution, Task
from autograder.grading.flow import Rules
from autograder.grading.found import Found
from autograder.grading.gradebook import let_nbgrader_find_alembic, save_cells
from autograder.grading.intake import Receive, Submission, Unreadable, Unusable, read_notebook
from autograder.grading.other_course import is_graded, master, released
from autograder.grading.outcome import ENDED, TOLD, Graded, submission_outcome
from autograder.grading.release import Release

_FILE_BYTES = 100_000_000  # of one file beside an instructor's notebook that kernels get


@contextmanager
def receiving(releases: Mapping[str, Release]) -> Iterator[Receive]:
    """How a file becomes a submission to that course. nbgrader keeps what it restores cells from in a gradebook."""
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        url = f"sqlite:///{Path(folder, 'source.db')}"

        @cache  # once, when the first notebook has to be read
        def source_gradebook() -> str:
            let_nbgrader_find_alembic()
            with _quiet():
                for release in releases.values():
                    save_cells(url, release)
            return url

        yield lambda found, digest: _receive(found, digest, releases, source_gradebook)


def _receive(found: Found, digest: str, releases: Mapping[str, Release], gradebook) -> Submission | Unreadable:
    release = releases.get(f"{found.folder}/{found.stem}")
    try:
        if found.data is None:
            raise Unusable(found.trouble)
        notebook = read_notebook(found.data)
        release = release or _resembling(notebook, releases)
        clean, flags = restored(notebook, release, gradebook())
    except Unusable as reason:
        where = (release.session.id, release.session.stem) if release else ("", found.stem)
        return Unreadable(found.student, *where, found.place, found.file, digest, str(reason))
    session = release.session
    text = json.dumps(clean)
    return Submission(found.student, session.id, session.stem, found.place, found.file, digest, flags, (), text)


def _resembling(notebook: NotebookNode, releases: Mapping[str, Release]) -> Release:
    """The release with which the notebook shares most grade ids. Raises `Unusable`."""
    ids = {_marks(cell).get("grade_id") for cell in notebook.cells}
    shared = {key: len(ids & {e.id for e in release.session.exercises}) for key, release in releases.items()}
    best = max(shared, key=shared.__getitem__)
    if not shared[best]:
        raise Unusable("not a notebook of this course")
    return releases[best]


def restored(notebook: NotebookNode, release: Release, gradebook_url: str) -> tuple[dict, tuple[str, ...]]:
    """The notebook to execute, as nbgrader's own steps restore it, and flags. Raises `Unusable`."""
    originals = {_marks(cell)["grade_id"]: cell for cell in master(release.path).cells if _marks(cell)}
    given = {_marks(cell)["grade_id"]: cell.source for cell in released(release.path).cells if _marks(cell)}
    names = {"notebook": release.session.stem, "assignment": release.assignment, "db_url": gradebook_url}
    flags = []
    try:
        with _quiet():
            MetadataValidator().upgrade_notebook_metadata(notebook)
            submitted = _marked_again(notebook, originals)
            flags += _without_repetitions(notebook)
            for step in (OverwriteCells, CheckCellMetadata):
                notebook, _ = step().preprocess(notebook, {"nbgrader": names})
    except Exception as error:  # whatever nbgrader says of a damaged notebook
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Unusable(f"nbgrader cannot read the notebook: {reason}") from error
    for exercise in release.session.exercises:
        original = originals[exercise.id]
        if exercise.id not in submitted:
            flags.append(f"graded cell missing: {exercise.id}")
        elif is_locked(original) and submitted[exercise.id] not in (original.source, given[exercise.id]):
            flags.append(f"test cell edited: {exercise.id}")
    return _plain(notebook, originals), tuple(flags)


def _marked_again(notebook: NotebookNode, originals: Mapping[str, NotebookNode]) -> dict[str, str]:
    """Give marked cells the instructor's marks, and nothing else; their sources, by grade id.

    A student's tool, or a student, may have changed them: whether a cell is a test, and its points, is not for them.
    """
    submitted = {}
    for cell in notebook.cells:
        grade_id = _marks(cell).get("grade_id")
        cell.metadata = NotebookNode()
        if grade_id in originals:
            cell.metadata.nbgrader = copy.deepcopy(originals[grade_id].metadata.nbgrader)
            submitted[grade_id] = cell.source
    return submitted


def _without_repetitions(notebook: NotebookNode) -> list[str]:
    """Take the marks from all but the last cell of each grade id; as nbgrader leaves them they would stop it."""
    before = Counter(_marks(cell)["grade_id"] for cell in notebook.cells if _marks(cell))
    DeduplicateIds().preprocess(notebook, {})
    for cell in notebook.cells:
        if not _marks(cell):
            cell.metadata.pop("nbgrader", None)
    return [f"test cell repeated: {grade_id}" for grade_id, count in before.items() if count > 1]


def _plain(notebook: NotebookNode, originals: Mapping[str, NotebookNode]) -> dict:
    """Fresh cells without outputs; only cells with the instructor's marks keep any, and the instructor's tags."""
    cells = []
    for number, cell in enumerate(notebook.cells):
        marks = _marks(cell)
        metadata = {"nbgrader": dict(marks)} if marks else {}
        if marks and "tags" in originals[marks["grade_id"]].metadata:
            metadata["tags"] = list(originals[marks["grade_id"]].metadata.tags)
        kind = cell.cell_type if cell.cell_type in ("code", "markdown") else "raw"
        plain = {"id": f"cell-{number}", "cell_type": kind, "metadata": metadata, "source": cell.source}
        cells.append(plain | ({"execution_count": None, "outputs": []} if kind == "code" else {}))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": cells}


def nbgrader_rules(releases: Mapping[str, Release]) -> Rules:
    """The rules of a run over another course: its files beside the notebook, its own seed, its own tests."""

    @cache
    def files(session_id: str) -> Mapping[str, bytes]:
        folder = releases[session_id].path.parent
        found = (p for p in folder.rglob("*") if p.is_file() and p.suffix != ".ipynb")
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found if p.stat().st_size <= _FILE_BYTES}

    def task(submission: Submission, attempt: int) -> Task:
        return Task(submission.notebook_json, {}, None, files=files(submission.session))

    def grade(submission: Submission, execution: Execution) -> Graded:
        notebook = from_dict(json.loads(submission.notebook_json))
        return graded_by_nbgrader(notebook, releases[submission.session], execution)

    return Rules(task, grade)


def graded_by_nbgrader(notebook: NotebookNode, release: Release, execution: Execution) -> Graded:
    """What nbgrader's rule says of every graded cell of an executed notebook."""
    cells = {_marks(cell)["grade_id"]: (index, cell) for index, cell in enumerate(notebook.cells) if is_graded(cell)}
    runs = {run.index: run for run in execution.cells}
    verdicts = []
    for exercise in release.session.exercises:
        index, cell = cells.get(exercise.id, (-1, None))
        if execution.fault:
            verdicts.append(_verdict(exercise, "grader_error", 0.0, execution.fault))
        elif cell is None:
            verdicts.append(_verdict(exercise, "missing", 0.0, "the cell is not in the notebook"))
        else:
            verdicts.append(_by_rule(exercise, cell, runs.get(index), execution.ended))
    points = round(sum(v.points for v in verdicts), 2)
    full = sum(v.max_points for v in verdicts)
    return Graded(_outcome(verdicts), points, full, tuple(verdicts), ())


def _outcome(verdicts: list[Verdict]) -> str:
    """As for our own course; what awaits a person does not make the rest less than passed."""
    decided = [v for v in verdicts if v.outcome != "manual"]
    if len(decided) == len(verdicts):
        return submission_outcome(verdicts)
    found = submission_outcome(decided)
    return "manual" if found == "passed" else found


def _by_rule(exercise: Exercise, cell: NotebookNode, run: CellRun | None, ended: str) -> Verdict:
    """One graded cell. A test that did not run, or failed without a trace in its outputs, is worth nothing.

    nbgrader's rule takes a code cell without outputs to be right; here it must have run.
    """
    marks = _marks(cell)
    if marks.get("task"):
        return _verdict(exercise, "manual", 0.0, "")
    is_test = cell.cell_type == "code" and not marks.get("solution")
    if is_test and run is None and cell.source.strip():
        outcome, got = ENDED.get(ended, ("error", "the cell was not run"))
        return _verdict(exercise, outcome, 0.0, got)
    if is_test and run is not None and run.outcome != "ok":
        if run.outcome == "died":
            outcome, got = ENDED.get(ended, ENDED["died"])
            return _verdict(exercise, outcome, 0.0, got)
        outcome = "failed" if run.outcome == "error" else TOLD[run.outcome]
        return _verdict(exercise, outcome, 0.0, f"{run.ename}: {run.evalue}".strip(": "))
    if is_test:
        cell.outputs = [from_dict(output) for output in (run.outputs if run else ())]
    try:
        points, full = determine_grade(cell)
    except Exception as error:  # the outputs are the student's: more points than there are, or no text where one is due
        return _verdict(exercise, "failed", 0.0, f"nbgrader cannot grade its output: {error}"[:300])
    if points is None:
        return _verdict(exercise, "manual", 0.0, "")
    if not is_test:
        return _verdict(exercise, "missing", 0.0, "the answer is as it was handed out")
    outcome = "passed" if points == full else "partial" if points else "failed"
    return _verdict(exercise, outcome, float(points), "" if outcome == "passed" else _why(cell, points))


def _why(cell: NotebookNode, points: float) -> str:
    """What nbgrader's rule went by."""
    for output in cell.outputs:
        if output.output_type == "error":
            return f"{output.get('ename')}: {output.get('evalue')}"[:300]
        if output.output_type == "stream" and output.get("name") == "stderr":
            return f"the cell wrote to stderr: {str(output.get('text', '')).strip()}"[:300]
    return f"the cell returned {points:g} points"


def _verdict(exercise: Exercise, outcome: str, points: float, got: str) -> Verdict:
    passed = {"passed": True, "manual": None, "grader_error": None}.get(outcome, False)
    check = "a person reads this answer" if outcome == "manual" else "the test cell passes"
    hint = (
        "Restart the kernel, run all cells from the top, and mend the first one that stops." if passed is False else ""
    )
    finding = Finding("cell", check, passed, exercise.points, got=got, next_step=hint)
    return Verdict(exercise.id, exercise.title, outcome, points, exercise.points, (finding,))


def _marks(cell: NotebookNode) -> Mapping:
    return cell.metadata.get("nbgrader", {})


@contextmanager
def _quiet() -> Iterator[None]:
    """nbgrader tells of every change it makes on its log; what matters of it is in the flags."""
    logger = logging.getLogger("traitlets")
    before = logger.disabled
    logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.disabled = before
