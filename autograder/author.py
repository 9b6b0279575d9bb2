"""The notebooks from their sources: `solutions/<stem>/<stem>.py` is edited by hand, the notebooks are made from it.

`solutions/<stem>/<stem>.ipynb` is the instructor's notebook, with solutions and outputs;
`notebooks/<stem>/<stem>.ipynb` is the student's, cleared by nbgrader's own preprocessors as `nbgrader
generate_assignment` would. How a source is written stands in `autograder.source`.

Outputs depend on the machine that ran the notebook, so a build runs it only where the source of a cell has changed
since (the digest is in the notebook's metadata); delete the instructor's notebook to have it run again all the same.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    LockCells,
)

from autograder.course import Course, Session, load_course
from autograder.source import AuthorError, Source, read_source
from autograder.source_rules import examine_source, examine_student
from autograder.source_run import error_cells, run_notebook

__all__ = ["CODE_STUB", "TEXT_STUB", "AuthorError", "build", "source_notebook", "student_version"]

# What students find in place of a solution; nbgrader_config.py takes both from here. The code is a statement, so that a
# function with nothing else in it is valid Python and an untouched notebook runs to its end.
CODE_STUB = {"python": "...  # YOUR CODE HERE"}
TEXT_STUB = "*Write your answer here.*"

_COMMAND = "run: python -m autograder build"


def build(
    root: Path, check: bool = False, course: Course | None = None, say: Callable[[str], None] = lambda line: None
) -> list[str]:
    """Make the notebooks of every session under `root`, and return a line on each file.

    With `check` nothing is written or run: the lines name the files that are not what their sources make, none if all
    are. `say` is told before a notebook is run, which takes minutes. Raises `AuthorError`, before anything is written,
    for a source that breaks a rule.
    """
    course = course or load_course()
    sources = [_examined(root, session, course) for session in course.sessions]
    lines = []
    for source in sources:
        instructor, student = _paths(source.session)
        texts = {student: _as_text(student_version(source.notebook()))}
        if check:
            lines += _instructor_drift(root, instructor, source)
            lines += [f"{p}: differs from its source; {_COMMAND}" for p, t in texts.items() if _differs(root / p, t)]
        else:
            kept = _with_kept_outputs(root / instructor, source.notebook())
            texts[instructor] = _as_text(kept or _executed(source, say))
            lines += [_write(root, path, text) for path, text in texts.items()]
    return lines + _strays(root, course)


def source_notebook(path: Path, session: Session, course: Course | None = None) -> NotebookNode:
    """The notebook that a source file describes, with its solutions and no outputs. Raises `AuthorError`."""
    return read_source(path, session, course or load_course()).notebook()


def student_version(notebook: NotebookNode) -> NotebookNode:
    """What students get of a notebook: nbgrader's preprocessors, in the order of its `generate_assignment`."""
    steps = [
        LockCells(),
        ClearSolutions(code_stub=CODE_STUB, text_stub=TEXT_STUB),
        ClearOutput(),
        CheckCellMetadata(),
        ComputeChecksums(),
        ClearHiddenTests(),
        ClearMarkScheme(),
        ComputeChecksums(),
        CheckCellMetadata(),
    ]
    cleared, resources = copy.deepcopy(notebook), {}
    for step in steps:
        cleared, resources = step.preprocess(cleared, resources)
    return cleared


def _examined(root: Path, session: Session, course: Course) -> Source:
    source = read_source(root / "solutions" / session.stem / f"{session.stem}.py", session, course)
    examine_source(source)
    examine_student(source, student_version(source.notebook()))
    return source


def _paths(session: Session) -> tuple[Path, Path]:
    """Where the instructor's and the student's notebook lie, from the root of the course."""
    return tuple(Path(folder, session.stem, f"{session.stem}.ipynb") for folder in ("solutions", "notebooks"))


def _executed(source: Source, say: Callable[[str], None]) -> NotebookNode:
    notebook = run_notebook(source, source.notebook(), say)
    notebook.metadata.course["executed_sha256"] = _digest(notebook)
    return notebook


def _digest(notebook: NotebookNode) -> str:
    """Of the kinds and sources of all cells: what an execution depends on."""
    cells = [[cell.cell_type, cell.source] for cell in notebook.cells]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def _with_kept_outputs(path: Path, notebook: NotebookNode) -> NotebookNode | None:
    """`notebook` with the outputs of the file at `path`; None where they are of another source or a failed run."""
    try:
        before = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except (OSError, ValueError, nbformat.ValidationError):
        return None
    digest = _digest(notebook)
    if before.metadata.get("course", {}).get("executed_sha256") != digest or digest != _digest(before):
        return None
    if error_cells(before):
        return None
    notebook.metadata.course["executed_sha256"] = digest
    for cell, old in zip(notebook.cells, before.cells, strict=True):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = old.outputs, old.execution_count
    return notebook


def _instructor_drift(root: Path, path: Path, source: Source) -> list[str]:
    kept = _with_kept_outputs(root / path, source.notebook())
    if kept is None:
        return [f"{path}: holds no complete run of its present source; {_COMMAND}"]
    return [f"{path}: differs from its source; {_COMMAND}"] if _differs(root / path, _as_text(kept)) else []


def _as_text(notebook: NotebookNode) -> str:
    nbformat.validate(notebook)
    return nbformat.writes(notebook, version=4, indent=1, ensure_ascii=False).rstrip("\n") + "\n"


def _differs(path: Path, text: str) -> bool:
    return not path.is_file() or path.read_bytes() != text.encode()


def _write(root: Path, path: Path, text: str) -> str:
    if not _differs(root / path, text):
        return f"{path}: unchanged"
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(text.encode())
    return f"{path}: written"


def _strays(root: Path, course: Course) -> list[str]:
    """Notebooks that no session accounts for, as a renamed one leaves behind."""
    ours = {path for session in course.sessions for path in _paths(session)}
    found = (
        path.relative_to(root) for folder in ("solutions", "notebooks") for path in (root / folder).glob("*/*.ipynb")
    )
    return [f"{path}: belongs to no session of course.toml; delete it" for path in sorted(found) if path not in ours]
