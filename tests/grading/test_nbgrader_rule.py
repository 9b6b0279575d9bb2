"""Another nbgrader course: on nbgrader's own quickstart course, every cell's score is stock nbgrader's."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import nbgrader
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.api import Gradebook

from autograder.check_notebook import own_isolation
from autograder.course import CourseError, load_course
from autograder.grade_class import grade_class
from autograder.grading import record
from autograder.grading.execute import CellRun, Execution
from autograder.grading.intake import Submission, Unreadable, take_in
from autograder.grading.nbgrader_rule import graded_by_nbgrader, receiving
from autograder.grading.other_course import master, read_course, released
from autograder.grading.run import Options
from autograder.report.shown import course_shown

EXAMPLE = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"
LIMITS = load_course().limits
PROBLEM = "ps1/problem1"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("quickstart")
    shutil.copytree(EXAMPLE / "source" / "ps1", folder / "source" / "ps1")
    return read_course(folder, LIMITS)


@pytest.fixture(scope="module")
def problem(course):
    return course[1][PROBLEM]


def answered(path, change=lambda grade_id, source: source):
    """The notebook as handed out, with the instructor's solutions put in and changed."""
    solutions = {
        c.metadata.nbgrader.grade_id: c.source for c in nbformat.read(path, 4).cells if "nbgrader" in c.metadata
    }
    notebook = copy.deepcopy(released(path))
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            grade_id = cell.metadata.nbgrader.grade_id
            cell.source = change(grade_id, solutions[grade_id])
    return notebook


def without(notebook, grade_id):
    notebook.cells = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") != grade_id]
    return notebook


def submissions(path) -> dict[str, nbformat.NotebookNode]:
    def on(name, text):
        return lambda grade_id, source: text if grade_id == name else source

    noisy = (
        "import sys\ndef squares(n):\n    print('slow', file=sys.stderr)\n    return [i**2 for i in range(1, n + 1)]"
    )
    partial = answered(path)
    edited = answered(path, on("squares", "def squares(n):\n    return n"))
    for cell in edited.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "correct_squares":
            cell.source = "pass"
    twice = answered(path)
    twice.cells.append(copy.deepcopy(next(c for c in twice.cells if c.metadata.get("nbgrader", {}).get("grade"))))
    return {
        "reference": partial,
        "untouched": copy.deepcopy(released(path)),
        "wrong": answered(path, on("squares", "def squares(n):\n    return n")),
        "raises": answered(path, on("squares", "def squares(n):\n    return 1 / 0")),
        "no syntax": answered(path, on("sum_of_squares", "def sum_of_squares(n) return")),
        "stderr": answered(path, on("squares", noisy)),
        "edited test": edited,
        "deleted test": without(answered(path), "correct_squares"),
        "pasted test": twice,
    }


def test_a_course_is_read_as_nbgrader_reads_it(course, problem):
    found, releases = course
    assert {s.id for s in found.sessions} >= {PROBLEM, "ps1/problem2"}
    assert [(e.id, e.points) for e in problem.session.exercises][:2] == [
        ("correct_squares", 1),
        ("squares_invalid_input", 1),
    ]
    assert (problem.assignment, problem.by_nbgrader) == ("ps1", True)
    tests = {c.metadata.nbgrader.grade_id: c.source for c in master(problem.path).cells if "nbgrader" in c.metadata}
    assert "YOUR CODE HERE" in tests["squares"]


def course_of(folder, *cells, **metadata):
    path = folder / "source" / "one" / "task.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(new_notebook(cells=list(cells), metadata=metadata), path)
    return folder


def graded(source, grade_id="test", points=2):
    marks = {"grade": True, "solution": False, "locked": True, "grade_id": grade_id, "points": points}
    return new_code_cell(
        source, metadata={"nbgrader": {**marks, "schema_version": 3, "task": False, "cell_type": "code"}}
    )


@pytest.mark.parametrize(
    ("cells", "metadata", "message"),
    [
        ([new_code_cell("1")], {}, "holds no notebook with graded cells: expected <assignment>/<notebook>.ipynb"),
        ([graded("1"), graded("2")], {}, "task.ipynb: nbgrader cannot assign this notebook: "),
        (
            [graded("x")],
            {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}},
            "its language is R, and only Python is graded here",
        ),
        ([graded("### AUTOTEST f(1)")], {}, "it has autotests, which only nbgrader's own generate_assignment"),
    ],
)
def test_what_is_no_course(tmp_path, cells, metadata, message):
    with pytest.raises(CourseError) as raised:
        read_course(course_of(tmp_path, *cells, **metadata), LIMITS)
    assert message in str(raised.value)


def received(folder, course):
    with receiving(course[1]) as receive:
        return take_in(folder, course[0], receive)


def test_cells_are_restored_and_what_was_done_to_them_is_told(tmp_path, course, problem):
    for name, notebook in submissions(problem.path).items():
        path = tmp_path / name / "ps1" / "problem1.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    (tmp_path / "other").mkdir()
    nbformat.write(new_notebook(cells=[new_code_cell("1")]), tmp_path / "other" / "x.ipynb")
    got = {item.student: item for item in received(tmp_path, course)}
    assert isinstance(got["other"], Unreadable) and got["other"].reason == "not a notebook of this course"
    assert got["edited test"].flags == ("test cell edited: correct_squares",)
    assert got["deleted test"].flags == ("graded cell missing: correct_squares",)
    assert got["pasted test"].flags == ("test cell repeated: correct_squares",)
    assert got["reference"].flags == ()
    originals = {c.metadata.nbgrader.grade_id: c for c in master(problem.path).cells if "nbgrader" in c.metadata}
    for item in (item for item in got.values() if isinstance(item, Submission)):
        for cell in json.loads(item.notebook_json)["cells"]:
            marks = cell["metadata"].get("nbgrader", {})
            if marks.get("grade") and not marks.get("solution"):
                assert cell["source"] == originals[marks["grade_id"]].source


def test_a_student_cannot_change_what_a_test_cell_is(tmp_path, course, problem):
    notebook = submissions(problem.path)["wrong"]
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("grade"):
            marks.update(solution=True, locked=False, points=100)
            cell.metadata.tags = ["skip-execution"]
    nbformat.write(notebook, tmp_path / "eve.ipynb")
    (item,) = received(tmp_path, course)
    originals = {c.metadata.nbgrader.grade_id: c for c in master(problem.path).cells if "nbgrader" in c.metadata}
    for cell in json.loads(item.notebook_json)["cells"]:
        if marks := cell["metadata"].get("nbgrader"):
            assert marks == originals[marks["grade_id"]].metadata.nbgrader and "tags" not in cell["metadata"]


@pytest.fixture
def one_test(tmp_path):
    _, releases = read_course(course_of(tmp_path, new_code_cell("x = 1"), graded("assert x")), LIMITS)
    (release,) = releases.values()

    def grade(*runs, **more):
        return graded_by_nbgrader(copy.deepcopy(master(release.path)), release, Execution(tuple(runs), **more))

    return grade


def ran(*outputs, outcome="ok", **more):
    return CellRun(1, "test", outcome, outputs=tuple(outputs), **more)


SHOWN = {"output_type": "execute_result", "metadata": {}, "execution_count": 1}


@pytest.mark.parametrize(
    ("run", "outcome", "points", "got"),
    [
        (ran(), "passed", 2, ""),
        (ran(new_output("stream", name="stdout", text="x")), "passed", 2, ""),
        (ran({**SHOWN, "data": {"text/plain": "1.5"}}), "partial", 1.5, "the cell returned 1.5 points"),
        (ran({**SHOWN, "data": {"text/plain": "0"}}), "failed", 0, "the cell returned 0 points"),
        (ran({**SHOWN, "data": {"text/plain": "9"}}), "failed", 0, "nbgrader cannot grade its output: partial credit"),
        (ran({**SHOWN, "data": {}}), "failed", 0, "nbgrader cannot grade its output"),
        (ran(new_output("stream", name="stderr", text="slow\n")), "failed", 0, "the cell wrote to stderr: slow"),
        (ran(new_output("error", ename="E", evalue="v", traceback=[])), "failed", 0, "E: v"),
        (ran(outcome="error", ename="E", evalue="v"), "failed", 0, "E: v"),
        (ran(outcome="timeout", evalue="stopped after 2 s"), "timeout", 0, "stopped after 2 s"),
        (ran(outcome="died"), "crashed", 0, "the kernel had died"),
    ],
)
def test_the_rule(one_test, run, outcome, points, got):
    (verdict,) = one_test(run).verdicts
    assert (verdict.outcome, verdict.points, verdict.findings[0].got[: len(got)]) == (outcome, points, got)


@pytest.mark.parametrize(
    ("ended", "outcome", "got"),
    [
        ("died", "crashed", "the kernel had died"),
        ("memory", "memory", "the notebook had taken more memory than it may"),
        ("timeout", "timeout", "the notebook's time was used up"),
        ("stopped", "timeout", "an earlier cell would not stop"),
        ("", "error", "the cell was not run"),
    ],
)
def test_a_test_that_did_not_run_is_worth_nothing(one_test, ended, outcome, got):
    (verdict,) = one_test(ended=ended).verdicts
    assert (verdict.outcome, verdict.points, verdict.findings[0].got) == (outcome, 0, got)


def test_the_graders_fault_is_nobodys_zero(one_test):
    graded = one_test(fault="the kernel did not start")
    assert (graded.outcome, graded.verdicts[0].findings[0].got) == ("grader_error", "the kernel did not start")


def stock(folder, *arguments):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def grades(database, notebook, student):
    with Gradebook(f"sqlite:///{database}") as gradebook:
        found = gradebook.find_submission_notebook(notebook, "ps1", student).grades
        return {g.name: (g.auto_score, g.manual_score, bool(g.needs_manual_grade)) for g in found}


@pytest.mark.slow
def test_scores_are_stock_nbgraders_cell_by_cell(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.grading.other_course.version_of_files", lambda path: "v1")
    stock(tmp_path, "quickstart", "qs")
    folder = tmp_path / "qs"
    shutil.copytree(EXAMPLE / "submitted", folder / "submitted")
    for notebook in ("problem1", "problem2"):
        path = folder / "source" / "ps1" / f"{notebook}.ipynb"
        made = submissions(path) if notebook == "problem1" else dict.fromkeys(submissions(path), answered(path))
        for student, content in made.items():
            if student == "pasted test":
                continue  # it ends stock nbgrader's whole batch
            (folder / "submitted" / student / "ps1").mkdir(parents=True, exist_ok=True)
            nbformat.write(content, folder / "submitted" / student / "ps1" / f"{notebook}.ipynb")
    stock(folder, "generate_assignment", "ps1")
    stock(folder, "autograde", "ps1")
    out = tmp_path / "out"
    done = grade_class(folder / "submitted", out, None, 2, Options(own_isolation()), 1, source=folder)
    students = sorted({result["student"] for result in done.results})
    assert len(students) == 10 and len(done.results) == 20
    for result in done.results:
        student, notebook = result["student"], result["notebook"]
        theirs, ours = (grades(f / "gradebook.db", notebook, student) for f in (folder, out))
        if (student, notebook) == ("deleted test", "problem1"):
            assert theirs.pop("correct_squares")[0] is None, "nbgrader leaves a deleted test to a person"
            assert ours.pop("correct_squares") == (0, None, False), "here it is worth nothing, and flagged"
        assert ours == theirs, (student, notebook)
        for exercise in result["exercises"]:
            if exercise["outcome"] not in ("manual", "missing"):
                assert exercise["points"] == theirs[exercise["id"]][0], (student, exercise["id"])
    points = {r["student"]: r["points"] for r in done.results if r["session"] == PROBLEM}
    assert points["reference"] > points["wrong"] > points["untouched"] == 0
    assert "Checked inside the student's kernel" in (out / "report.html").read_text()
    shown = course_shown(record.load(out).results, load_course())
    assert [s.id for s in shown.sessions] == [PROBLEM, "ps1/problem2"]
    again = grade_class(folder / "submitted", out, None, 2, Options("none"), None, source=folder)
    assert (len(again.graded), len(again.kept)) == (0, 20)
