"""Classes to measure with: notebooks of a session, trivial ones, and a class that is graded already."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from autograder.cases import reference
from autograder.course import Session, load_course
from autograder.grading import record
from autograder.grading.plan import Line, settle_budget
from autograder.grading.release import course_root, load_releases
from autograder.grading.run import publish

TRIVIAL = "trivial"


def session_class(folder: Path, session: Session, count: int) -> None:
    """An nbgrader course in `folder` with `count` submissions: the reference, each with a comment of its own."""
    root = course_root()
    shutil.copytree(root / "solutions" / session.stem, folder / "solutions" / session.stem)
    shutil.copy(root / "nbgrader_config.py", folder)
    notebook = reference(root, session)
    notebook.cells.append(new_code_cell("#"))
    for number in range(count):
        notebook.cells[-1].source = f"# student {number}"
        _submit(folder, f"student{number}", session.stem, notebook)


def trivial_class(folder: Path, count: int) -> None:
    """Another nbgrader course with `count` submissions that take next to no time."""
    marks = {"schema_version": 3, "task": False, "cell_type": "code"}
    answer = {**marks, "grade": False, "solution": True, "locked": False, "grade_id": "answer"}
    test = {**marks, "grade": True, "solution": False, "locked": True, "grade_id": "test", "points": 1}
    source = "### BEGIN SOLUTION\nx = 2\n### END SOLUTION"
    cells = [
        new_code_cell(source, metadata={"nbgrader": answer}),
        new_code_cell("assert x == 2", metadata={"nbgrader": test}),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path = folder / "source" / TRIVIAL / f"{TRIVIAL}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells, metadata=kernel), path)
    (folder / "nbgrader_config.py").write_text("c = get_config()\n")
    for number in range(count):
        cells[0].source = f"x = 2  # student {number}"
        _submit(folder, f"student{number}", TRIVIAL, new_notebook(cells=cells, metadata=kernel))


def graded_class(folder: Path, session: Session, count: int) -> Path:
    """A class whose results are recorded already, as if it had been graded; the folder of the results."""
    course, root, out = load_course(), course_root(), folder / "out"
    line = Line(course, load_releases(root, (session,)), seed=5, workers=2, budget=settle_budget(course))
    text = nbformat.writes(reference(root, session))
    finding = {"key": "k", "check": "c" * 40, "passed": True, "expected": "e" * 30, "got": "g" * 30, "hint": ""}
    exercises = [
        {"id": e.id, "title": e.title, "outcome": "passed", "points": e.points, "max_points": e.points}
        | {"findings": [{**finding, "key": str(number)} for number in range(6)]}
        for e in session.exercises
    ]
    out.mkdir(parents=True)
    record.write_run(out, seed=line.seed, budget=line.budget)
    for number in range(count):
        name = f"student{number}/{session.stem}/{session.stem}.ipynb"
        path = folder / "submitted" / name
        path.parent.mkdir(parents=True)
        path.write_text(text + "\n" * number)
        told = {"student": f"student{number}", "session": session.id, "notebook": session.stem, "outcome": "passed"}
        told |= {
            "points": 100.0,
            "max_points": 100.0,
            "seconds": 1.0,
            "flags": [],
            "exercises": exercises,
            "file": name,
        }
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        record.append(out, {**told, **line.terms(session.id), "sha256": digest, "isolation": "none"})
    publish(out, record.load(out), line, None)
    return out


def _submit(folder: Path, student: str, stem: str, notebook: nbformat.NotebookNode) -> None:
    path = folder / "submitted" / student / stem / f"{stem}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
