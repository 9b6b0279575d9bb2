"""A whole batch: nothing is lost, nothing is run twice, and one bad submission stops no other."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook

from autograder import cases
from autograder.check_notebook import public_grade
from autograder.course import Exercise, Threshold, load_course
from autograder.findings import Measure, Verdict, find
from autograder.grading import flow, record
from autograder.grading.execute import Execution, Interrupted, Task
from autograder.grading.flow import OTHER_SEEDS, BatchInterrupted, Rules, grade_batch, grade_submission
from autograder.grading.intake import Submission, Unreadable, receive_with, take_in
from autograder.grading.outcome import Graded, combine
from autograder.grading.own_course import training_seed
from autograder.grading.plan import Line, plan
from autograder.grading.release import course_root, load_releases
from autograder.grading.run import Options, RunInterrupted, conditions, publish, run

COURSE = load_course()
SESSION = COURSE.session("36")


@pytest.fixture(scope="module")
def line():
    return Line(COURSE, load_releases(course_root(), COURSE.sessions[:1]), seed=99, workers=2)


def submission(student, code='{"cells": []}'):
    return Submission(student, "36", SESSION.stem, f"/x/{student}.ipynb", f"{student}.ipynb", "a", (), (), code)


@dataclass
class FakeWorker:
    """Runs `behave(task, asked_to_stop)` in place of a notebook."""

    behave: Callable
    tasks: list[Task] = field(default_factory=list)

    def run(self, task, asked_to_stop=None):
        self.tasks.append(task)
        return self.behave(task, asked_to_stop)


RULES = Rules(
    task=lambda s, attempt: Task(s.notebook_json, {}, attempt),
    grade=lambda s, execution: combine(SESSION, execution, {}, s.untouched),
    other_seeds=OTHER_SEEDS,
)


@pytest.fixture
def workers(monkeypatch):
    """`workers(behave)` puts fake workers into the flow and returns the list of those that are opened."""

    def use(behave):
        opened = []

        @contextmanager
        def open_worker(isolation, limits, *, one_thread):
            opened.append(FakeWorker(behave))
            yield opened[-1]

        monkeypatch.setattr(flow, "open_worker", open_worker)
        return opened

    return use


def grade(items, out, line, on_result=lambda result: None, rules=RULES):
    return grade_batch(plan(items, [], line, False), out, line, rules, on_result)


def hand_in(folder, *students):
    """Tiny notebooks of session 36 that take only TensorFlow's import."""
    folder.mkdir()
    for student in students:
        notebook = new_notebook(cells=[new_code_cell(f"# {student}\nscalar = 1"), new_code_cell('check("36.1")')])
        nbformat.write(notebook, folder / f"{student}.ipynb")


def test_the_kernels_seed_does_not_tell_the_runs():
    assert 0 <= training_seed(99) < 2**31
    assert training_seed(99) == training_seed(99) != training_seed(100)
    assert len({training_seed(99, attempt) for attempt in range(3)} | {99}) == 4


def test_one_bad_submission_stops_no_other(line, tmp_path, workers):
    def behave(task, asked_to_stop):
        if task.notebook_json == "bad":
            raise MemoryError("of the worker")
        return Execution()

    workers(behave)
    unreadable = Unreadable("eve", "", "x", "/x/x.ipynb", "x.ipynb", "c", "the file is empty")
    results = grade([submission("ada", "bad"), submission("bob"), unreadable], tmp_path, line)
    outcomes = {r["student"]: r["outcome"] for r in results}
    assert outcomes == {"ada": "grader_error", "bob": "error", "eve": "unreadable"}
    assert {r["student"] for r in record.load(tmp_path).results} == set(outcomes)
    (ada,) = (r for r in results if r["student"] == "ada")
    assert ada["exercises"][0]["findings"][0]["got"] == "MemoryError: of the worker"
    assert (ada["isolation"], ada["budget"], ada["data"], ada["file"]) == ("none", "fast", "iris", "ada.ipynb")


def test_a_worker_serves_one_submission_after_the_other(line, tmp_path, workers):
    opened = workers(lambda task, asked_to_stop: Execution())
    assert len(grade([submission(str(number)) for number in range(9)], tmp_path, line)) == 9
    assert len(opened) <= 2 and sum(len(worker.tasks) for worker in opened) == 9
    opened.clear()
    assert len(grade([submission("ada")], tmp_path, line)) == 1
    assert len(opened) == 1, "no more workers than submissions"


def test_a_worker_goes_on_while_its_last_notebook_is_judged(line, tmp_path, workers):
    second_ran = threading.Event()

    def behave(task, asked_to_stop):
        if task.notebook_json == "second":
            second_ran.set()
        return Execution()

    def judged(item, execution):
        if item.notebook_json == "first" and not second_ran.wait(20):
            raise TimeoutError("the second notebook was not run")
        return RULES.grade(item, execution)

    opened = workers(behave)
    items = [submission("ada", "first"), submission("bob", "second")]
    results = grade(items, tmp_path, replace(line, workers=1), rules=replace(RULES, grade=judged))
    assert {r["student"]: r["outcome"] for r in results} == {"ada": "error", "bob": "error"}
    assert [len(worker.tasks) for worker in opened] == [2]


def test_an_error_of_the_flow_itself_is_not_swallowed(line, tmp_path, workers, monkeypatch):
    def no_result(*_):
        raise OSError("the clock stands still")

    workers(lambda task, asked_to_stop: Execution())
    monkeypatch.setattr(record, "result_of", no_result)
    with pytest.raises(OSError, match="the clock stands still"):
        grade([submission("ada")], tmp_path, line)


def test_the_most_worked_on_notebooks_run_first(line, tmp_path, workers):
    (opened,) = [workers(lambda task, asked_to_stop: Execution())]
    items = [replace(submission("stub", "stub"), untouched=("36.1",)), submission("full", "full")]
    grade(items, tmp_path, replace(line, workers=1))
    assert [task.notebook_json for task in opened[0].tasks] == ["full", "stub"]


def test_workers_that_cannot_start_end_the_run_and_lose_no_submission(line, tmp_path, monkeypatch):
    @contextmanager
    def open_worker(*_, **__):
        raise OSError("no room for a sandbox")
        yield

    monkeypatch.setattr(flow, "open_worker", open_worker)
    with pytest.raises(OSError, match="no room for a sandbox"):
        grade([submission("ada")], tmp_path, line)
    assert record.load(tmp_path).results == ()


@pytest.mark.parametrize("first", [Execution(ended="worker_died"), Execution(fault="the kernel did not start")])
def test_where_the_worker_fails_the_submission_is_run_once_more(first):
    runs = iter([first, Execution()])
    worker = FakeWorker(lambda task, asked_to_stop: next(runs))
    graded = grade_submission(submission("ada"), RULES, worker)
    assert graded.outcome == "error" and len(worker.tasks) == 2
    assert graded.flags[-1] == "its worker failed: run again on a fresh one"


def test_a_submission_under_which_two_workers_die_crashed():
    worker = FakeWorker(lambda task, asked_to_stop: Execution(ended="worker_died"))
    assert grade_submission(submission("ada"), RULES, worker).outcome == "crashed"
    assert len(worker.tasks) == 2


def scored(*accuracies):
    """Rules under which the first, second … run of a submission reaches these accuracies; .90 is asked for."""
    exercise, left = Exercise("36.8", "Iris", 10), iter(accuracies)

    def grade(item, execution):
        measure = Measure("accuracy", next(left), Threshold(0.90, 0.01))
        finding = find("accuracy", "it is good", measure.passed, 10, measure=measure)
        points = 10.0 * measure.passed
        verdict = Verdict(exercise.id, exercise.title, "passed" if points else "failed", points, 10.0, (finding,))
        return Graded(verdict.outcome, points, 10.0, (verdict,), ())

    return replace(RULES, grade=grade)


@pytest.mark.parametrize(
    ("accuracies", "points", "seeds"),
    [
        ([0.95], 10, [0]),
        ([0.89, 0.95], 10, [0, 1]),
        ([0.89, 0.885, 0.91], 10, [0, 1, 2]),
        ([0.89, 0.89, 0.89], 0, [0, 1, 2]),
        ([0.89, 0.5, 0.5], 0, [0, 1, 2]),
        ([0.87], 0, [0]),
    ],
)
def test_a_score_just_below_its_threshold_gets_other_seeds(accuracies, points, seeds):
    worker = FakeWorker(lambda task, asked_to_stop: Execution())
    graded = grade_submission(submission("ada"), scored(*accuracies), worker)
    assert (graded.points, [task.seed for task in worker.tasks]) == (points, seeds)
    told = f"just below a threshold in 36.8: run with {len(seeds)} seeds, the best counts"
    assert graded.flags == (() if len(seeds) == 1 else (told,))


def test_a_students_own_check_tries_no_other_seed():
    worker = FakeWorker(lambda task, asked_to_stop: Execution())
    rules = replace(scored(0.89), other_seeds=0)
    assert grade_submission(submission("ada"), rules, worker).flags == ()


def test_an_interrupted_batch_keeps_what_was_recorded(line, tmp_path, workers):
    def behave(task, asked_to_stop):
        if task.notebook_json == "slow":
            asked_to_stop.wait(30)
            raise Interrupted
        return Execution()

    def press_ctrl_c(result):
        raise KeyboardInterrupt

    workers(behave)
    with pytest.raises(BatchInterrupted):
        grade([submission("ada"), submission("bob", "slow")], tmp_path, line, press_ctrl_c)
    assert [r["student"] for r in record.load(tmp_path).results] == ["ada"]


def test_the_message_says_how_to_go_on(line, tmp_path, monkeypatch):
    def stopped(*_):
        raise BatchInterrupted

    monkeypatch.setattr(flow, "grade_batch", stopped)
    monkeypatch.setattr("autograder.grading.judge.JudgeProcess.start", lambda self: None)
    expected = f"interrupted: 0 of 2 recorded in {tmp_path}; run the same command to go on"
    with pytest.raises(RunInterrupted, match=expected):
        run([submission("ada"), submission("bob")], tmp_path, line, Options("none"))


def test_a_run_says_under_which_conditions_it_grades(line):
    unprotected = "unprotected: student code runs with your rights; 2 at a time; budget fast; data: iris"
    assert conditions(line) == unprotected
    sealed = replace(line, isolation="bubblewrap", workers=1, budget="full")
    assert conditions(sealed) == "in bubblewrap; one at a time; budget full; data: iris"
    alone = replace(line.releases["36"], path=Path("/elsewhere/notebooks/a/a.ipynb"))
    told = conditions(replace(sealed, releases={"36": alone}))
    assert told == "in bubblewrap; one at a time; budget full; data: iris; without solutions/: errors are carried on"


def test_what_a_killed_run_did_not_publish_is_published_by_the_next(line, tmp_path, workers):
    workers(lambda task, asked_to_stop: Execution())
    grade([submission("ada")], tmp_path, line)
    publish(tmp_path, record.load(tmp_path), line, None)
    grade([submission("bob")], tmp_path, line)  # and then it was killed
    publish(tmp_path, record.load(tmp_path), line, None)
    assert (tmp_path / "feedback" / "bob" / "36.html").exists()
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        assert {student.id for student in gradebook.students} == {"ada", "bob"}
    written = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.is_file()}
    publish(tmp_path, record.load(tmp_path), line, None)
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.is_file()} == written, "nothing is new"
    (tmp_path / "report.html").unlink()
    publish(tmp_path, record.load(tmp_path), line, None)
    assert (tmp_path / "report.html").exists()


def test_a_file_that_is_again_what_it_was_is_shown_as_it_was(line, tmp_path, workers, monkeypatch):
    workers(lambda task, asked_to_stop: Execution())
    monkeypatch.setattr("autograder.grading.judge.JudgeProcess.start", lambda self: None)
    monkeypatch.setattr("autograder.grading.run.publish", lambda *_: None)
    item, broken = submission("ada"), Unreadable("ada", "", "ada", "/x/ada.ipynb", "ada.ipynb", "b", "empty")
    run([item], tmp_path, line, Options("none"))
    assert [r["outcome"] for r in run([broken], tmp_path, line, Options("none")).results] == ["unreadable", "error"]
    done = run([item], tmp_path, line, Options("none"))
    assert ([r["outcome"] for r in done.results], done.graded) == (["error"], ())


def grade_command(folder, out):
    command = [sys.executable, "-m", "autograder", "grade", str(folder), "--out", str(out), "--workers", "1"]
    command += ["--isolation", "none"]
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
    students = [f"student_{number:02}" for number in range(12)]  # more than can be done before the signal comes
    hand_in(tmp_path / "class", *students)
    out = tmp_path / "out"
    first = grade_command(tmp_path / "class", out)
    wait_for_lines(out / "results.jsonl", 1, first)
    os.kill(first.pid, how)
    _, said = first.communicate(timeout=60)
    if how == signal.SIGINT:
        assert first.returncode == 130
        assert f"of 12 recorded in {out}; run the same command to go on" in said
        assert "Traceback" not in said
    before = (out / "results.jsonl").read_text()
    assert 1 <= before.count("\n") < 12
    second = grade_command(tmp_path / "class", out)
    told, said = second.communicate(timeout=180)
    assert second.returncode == 0, said
    after = (out / "results.jsonl").read_text()
    assert after.startswith(before), "what was recorded stays as it was"
    assert sorted(json.loads(text)["student"] for text in after.splitlines()) == students
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
    (received,) = take_in(path, COURSE, receive_with(COURSE, line.releases))
    engine = public_grade(received, replace(line, workers=1))
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code" and not cell.metadata.get("tags")]
    script = "\n".join([shown, *cells, f"TOLD = {str(tmp_path / 'told.json')!r}", told])
    (tmp_path / "notebook.py").write_text(script)
    subprocess.run([sys.executable, tmp_path / "notebook.py"], check=True, capture_output=True, cwd=tmp_path)
    in_notebook = json.loads((tmp_path / "told.json").read_text())
    by_engine = [[v.exercise, v.points, v.outcome, [f.key for f in v.findings]] for v in engine.verdicts]
    assert by_engine == in_notebook
    assert engine.points == 46
