"""A whole batch: nothing is lost, nothing is run twice, and one bad submission stops no other."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder import cases
from autograder.check_notebook import public_grade
from autograder.course import load_course
from autograder.grading import flow, record
from autograder.grading.execute import Execution, Interrupted
from autograder.grading.flow import BatchInterrupted, Line, grade_batch, plan, training_seed
from autograder.grading.intake import Submission, Unreadable, take_in
from autograder.grading.release import course_root, load_releases
from autograder.grading.run import Options, RunInterrupted, run

COURSE = load_course()


@pytest.fixture(scope="module")
def line():
    return Line(COURSE, load_releases(course_root(), COURSE.sessions[:1]), seed=99, workers=2)


def submission(student, sha="a"):
    return Submission(student, "36", COURSE.session("36").stem, f"{student}.ipynb", sha, (), (), "{}")


def hand_in(folder, *students):
    """Tiny notebooks of session 36 that take only TensorFlow's import."""
    folder.mkdir()
    for student in students:
        notebook = new_notebook(cells=[new_code_cell(f"# {student}\nscalar = 1"), new_code_cell('check("36.1")')])
        nbformat.write(notebook, folder / f"{student}.ipynb")


def test_the_kernels_seed_does_not_tell_the_runs():
    assert 0 <= training_seed(99) < 2**31
    assert training_seed(99) == training_seed(99) != training_seed(100)
    assert training_seed(99) != 99


def test_what_is_unchanged_is_kept(line):
    version = line.releases["36"].version
    done = {"student": "ada", "session": "36", "notebook": submission("ada").notebook, "outcome": "passed"}
    done |= {"sha256": "a", "course_version": version, "seed": 99}
    batch = plan([submission("ada"), submission("bob")], [done], line, fresh=False)
    assert ([s.student for s in batch.todo], batch.kept) == (["bob"], (done,))
    assert len(plan([submission("ada")], [done], line, fresh=True).todo) == 1
    assert len(plan([submission("ada", "b")], [done], line, fresh=False).todo) == 1
    assert len(plan([submission("ada")], [done], replace(line, seed=1), fresh=False).todo) == 1
    assert len(plan([submission("ada")], [{**done, "outcome": "grader_error"}], line, fresh=False).todo) == 1


def test_one_bad_submission_stops_no_other(line, tmp_path, monkeypatch):
    def execute(task, limits, asked_to_stop):
        if task.notebook_json == "bad":
            raise MemoryError("of the worker")
        return Execution()

    monkeypatch.setattr(flow, "execute", execute)
    items = [replace(submission("ada"), notebook_json="bad"), submission("bob")]
    unreadable = Unreadable("eve", "", "x", "x.ipynb", "c", "the file is empty")
    results = grade_batch(plan([*items, unreadable], [], line, False), tmp_path, line, lambda result: None)
    outcomes = {r["student"]: r["outcome"] for r in results}
    assert outcomes == {"ada": "grader_error", "bob": "error", "eve": "unreadable"}
    assert {r["student"] for r in record.load(tmp_path).results} == set(outcomes)
    (ada,) = (r for r in results if r["student"] == "ada")
    assert ada["exercises"][0]["findings"][0]["got"] == "MemoryError: of the worker"


def test_an_interrupted_batch_keeps_what_was_recorded(line, tmp_path, monkeypatch):
    def execute(task, limits, asked_to_stop):
        if task.notebook_json == "slow":
            asked_to_stop.wait(30)
            raise Interrupted
        return Execution()

    def press_ctrl_c(result):
        raise KeyboardInterrupt

    monkeypatch.setattr(flow, "execute", execute)
    items = [submission("ada"), replace(submission("bob"), notebook_json="slow")]
    with pytest.raises(BatchInterrupted):
        grade_batch(plan(items, [], line, False), tmp_path, line, press_ctrl_c)
    assert [r["student"] for r in record.load(tmp_path).results] == ["ada"]


def test_the_message_says_how_to_go_on(line, tmp_path, monkeypatch):
    def stopped(*_):
        raise BatchInterrupted

    monkeypatch.setattr("autograder.grading.run.grade_batch", stopped)
    expected = f"interrupted: 0 of 2 recorded in {tmp_path}; run the same command to go on"
    with pytest.raises(RunInterrupted, match=expected):
        run([submission("ada"), submission("bob")], tmp_path, line, Options("none"))


def grade_command(folder, out):
    command = [sys.executable, "-m", "autograder", "grade", str(folder), "--out", str(out), "--workers", "1"]
    return subprocess.Popen(command, cwd=course_root(), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def wait_for_lines(path, count, process):
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        if path.exists() and path.read_text().count("\n") >= count:
            return
        time.sleep(0.05)
    raise AssertionError(f"no {count} results: {process.stderr.read() if process.poll() is not None else ''}")


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_run_goes_on_and_runs_nothing_twice(tmp_path, how):
    hand_in(tmp_path / "class", "ada", "bob", "cem")
    out = tmp_path / "out"
    first = grade_command(tmp_path / "class", out)
    wait_for_lines(out / "results.jsonl", 1, first)
    os.kill(first.pid, how)
    _, said = first.communicate(timeout=60)
    if how == signal.SIGINT:
        assert first.returncode == 130
        assert f"of 3 recorded in {out}; run the same command to go on" in said
        assert "Traceback" not in said
    before = (out / "results.jsonl").read_text()
    assert 1 <= before.count("\n") < 3
    second = grade_command(tmp_path / "class", out)
    told, said = second.communicate(timeout=180)
    assert second.returncode == 0, said
    after = (out / "results.jsonl").read_text()
    assert after.startswith(before), "what was recorded stays as it was"
    assert sorted(json.loads(text)["student"] for text in after.splitlines()) == ["ada", "bob", "cem"]
    assert "unchanged, not run again" in told
    assert (out / "grades.csv").exists() and (out / "gradebook.db").exists() and (out / "report.html").exists()


@pytest.mark.slow
def test_the_engine_finds_what_the_students_check_finds(line, tmp_path):
    """One engine, two places: on the public inputs both give the same findings."""
    session = COURSE.session("36")
    case = cases.load_case(course_root() / "tests" / "submissions" / "session_36" / "half_done.py")
    notebook = cases.submission(course_root(), session, case)
    shown = "import json, autograder.show as show\nshow.as_text = lambda v: seen.append(v) or ''\nseen = []"
    told = "json.dump([[v.exercise, v.points, v.outcome, [f.key for f in v.findings]] for v in seen], open(TOLD, 'w'))"
    path = tmp_path / "class" / "ada.ipynb"
    path.parent.mkdir()
    nbformat.write(notebook, path)
    (received,) = take_in(path, COURSE, line.releases)
    engine = public_grade(received, replace(line, workers=1))
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code" and not cell.metadata.get("tags")]
    script = "\n".join([shown, *cells, f"TOLD = {str(tmp_path / 'told.json')!r}", told])
    (tmp_path / "notebook.py").write_text(script)
    subprocess.run([sys.executable, tmp_path / "notebook.py"], check=True, capture_output=True, cwd=tmp_path)
    in_notebook = json.loads((tmp_path / "told.json").read_text())
    by_engine = [[v.exercise, v.points, v.outcome, [f.key for f in v.findings]] for v in engine.verdicts]
    assert by_engine == in_notebook
    assert engine.points == 46
