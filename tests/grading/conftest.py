"""Small notebooks, made in memory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.course import load_course
from autograder.grading.release import Release, ReleasedCell


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


@pytest.fixture
def short_limits():
    """Limits that do not keep a test waiting."""
    return replace(load_course().limits, cell_timeout_s=2, total_timeout_s=60)
