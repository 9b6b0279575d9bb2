"""Small notebooks, made in memory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.course import load_course
from autograder.grading.execute import Task
from autograder.grading.release import Release, ReleasedCell
from autograder.grading.worker import IsolationError, open_worker, settle_isolation


def released_cell(source, grade_id="", tags=(), kind="code", points=0.0):
    is_check = grade_id.startswith("check")
    return ReleasedCell(
        grade_id or f"cell-{source.encode().hex()[:12]}",
        kind,
        source,
        grade_id,
        tuple(tags),
        points,
        is_check,
        grade_id.startswith("solution"),
        is_check,
        "",
    )


@pytest.fixture
def release() -> Release:
    """A release with two exercises, a given cell and one that only shows something."""
    cells = (
        released_cell("# Title", kind="markdown"),
        released_cell("import math"),
        released_cell("print('a plot')", tags=["skip-execution"]),
        released_cell("answer = ...", "solution_36_1"),
        released_cell('check("36.1")', "check_36_1", points=8),
        released_cell("other = ...", "solution_36_2"),
        released_cell('check("36.2")', "check_36_2", points=8),
    )
    return Release(load_course().session("36"), Path("released.ipynb"), cells, "v1")


@pytest.fixture
def student_notebook(release):
    """The released notebook as a student gets it: `student_notebook()` gives a fresh copy, with ids and marks."""

    def make(answers: dict[str, str] | None = None, marks: bool = True) -> nbformat.NotebookNode:
        cells = []
        for released in release.cells:
            new = new_code_cell if released.kind == "code" else new_markdown_cell
            cell = new((answers or {}).get(released.grade_id, released.source))
            if marks:
                cell.id = released.id
                cell.metadata.tags = list(released.tags)
                if released.grade_id:
                    cell.metadata.nbgrader = {"grade_id": released.grade_id}
            cells.append(cell)
        metadata = {"course": {"session": "36"}} if marks else {}
        return new_notebook(cells=cells, metadata=metadata)

    return make


@pytest.fixture(scope="session")
def bubblewrap() -> None:
    """Skips, by name, a test that needs a sandbox where none can be had."""
    try:
        settle_isolation("bubblewrap")
    except IsolationError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def tight_limits():
    """Limits that a test can exceed in no time."""
    return replace(
        load_course().limits,
        cell_timeout_s=8,
        total_timeout_s=60,
        memory_bytes=400_000_000,
        scratch_bytes=60_000_000,
        file_bytes=30_000_000,
        processes=120,
        output_bytes=2_000_000,
    )


@pytest.fixture(scope="session")
def sandboxed(bubblewrap, tight_limits):
    """A worker with a sandbox, for as many tests as like."""
    with open_worker("bubblewrap", tight_limits, one_thread=True) as worker:
        yield worker


@pytest.fixture
def task():
    """`task(source, ...)` is a notebook of those cells; keywords are the task's other fields."""

    def make(*sources: str, tags=(), **more) -> Task:
        cells = [new_code_cell(source, metadata={"tags": list(tags)}) for source in sources]
        return Task(nbformat.writes(new_notebook(cells=cells)), more.pop("inputs", {}), more.pop("seed", None), **more)

    return make


@pytest.fixture
def short_limits():
    """Limits that do not keep a test waiting."""
    return replace(load_course().limits, cell_timeout_s=2, total_timeout_s=60)
