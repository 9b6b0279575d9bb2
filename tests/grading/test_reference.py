"""An error is carried only once: what builds on a wrong answer is judged on the course's own."""

from __future__ import annotations

import dataclasses
import json

import nbformat
import pytest

from autograder import cases
from autograder.course import Exercise, load_course
from autograder.findings import Finding, Verdict
from autograder.grading.execute import Execution, Task
from autograder.grading.flow import Rules, grade_submission
from autograder.grading.intake import Submission, receive_with, take_in
from autograder.grading.judge import JudgeProcess
from autograder.grading.normalise import normalise
from autograder.grading.outcome import added_up
from autograder.grading.own_course import graded_rules
from autograder.grading.plan import Line
from autograder.grading.reference import Reference, carried_error, load_reference
from autograder.grading.release import course_root, load_release, load_releases, notebook_path, solutions_path
from autograder.grading.worker import open_worker

COURSE = load_course()
EXERCISES = tuple(Exercise(f"37.{number}", f"Part {number}", 10) for number in range(1, 5))
# The second builds on the first, the third on both, the fourth on none.
RIGHT = {"37.1": "base = 1", "37.2": "model = [base]", "37.3": "model.append(2)", "37.4": "own = 3"}
REFERENCE = Reference(RIGHT)
ALL = tuple(RIGHT)


def verdict(exercise: str, points: float, outcome: str = "", got: str = "") -> Verdict:
    outcome = outcome or ("passed" if points == 10 else "partial" if points else "failed")
    findings = (Finding("key", "it is right", points == 10, 10, "this", got, "the cause", "the next step"),)
    return Verdict(exercise, "Part", outcome, points, 10.0, findings)


def notebook(*answered: str, own: dict[str, str] | None = None) -> str:
    """A normalised notebook with a plain cell, the checks, and wrong answers to those exercises, or `own` ones."""
    cells = [{"id": "c", "cell_type": "code", "metadata": {}, "source": "import numpy as np"}]
    for exercise in EXERCISES:
        for role, code in (("solution", f"wrong = '{exercise.id}'"), ("check", "check()")):
            if role == "check" or exercise.id in answered:
                marks = {"nbgrader": {"grade_id": f"{role}_{exercise.slug}"}}
                code = (own or {}).get(exercise.id, code) if role == "solution" else code
                cells.append({"id": f"c{len(cells)}", "cell_type": "code", "metadata": marks, "source": code})
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})


def graded(points_by_replaced: dict[tuple[str, ...], dict[str, float]], outcomes: dict[str, str] | None = None):
    """The grade of a notebook whose points are those, by what was replaced in it; and what was replaced, run by run."""
    runs = []

    def run(task: Task, asked_to_stop=None) -> Execution:
        sources = [cell["source"] for cell in json.loads(task.notebook_json)["cells"]]
        runs.append(tuple(exercise for exercise, code in RIGHT.items() if code in sources))
        return Execution()

    def grade(item: Submission, execution: Execution):
        given = points_by_replaced[runs[-1]]
        told = outcomes if outcomes and not runs[-1] else {}
        return added_up([verdict(e, p, told.get(e, ""), "secret") for e, p in given.items()], [f"run {len(runs)}"])

    worker = type("Worker", (), {"run": staticmethod(run)})()
    item = Submission("ada", "37", "stem", "x", "x", "a", (), (), notebook(*ALL))
    rules = Rules(lambda s, attempt: Task(s.notebook_json, {}, attempt), grade, reference=lambda session: REFERENCE)
    return grade_submission(item, rules, worker), runs


def points(first: float, second: float, third: float, fourth: float = 10.0) -> dict[str, float]:
    return {"37.1": first, "37.2": second, "37.3": third, "37.4": fourth}


def test_what_builds_on_a_wrong_answer_is_judged_on_the_right_one():
    grade, runs = graded({(): points(4, 0, 3), ("37.1",): points(10, 10, 10)})
    assert runs == [(), ("37.1",)]
    assert [v.points for v in grade.verdicts] == [4, 10, 10, 10] and (grade.points, grade.outcome) == (34, "partial")
    told = "done again with the course's own answer to 37.1 in the place of yours"
    assert [v.findings[0].check for v in grade.verdicts] == ["it is right", told, told, "it is right"]
    assert grade.flags == ("run 1", "run 2")


def test_an_error_further_up_counts_once_too():
    """The second answer is wrong by itself: the third is judged on the right first and second ones."""
    grade, runs = graded({(): points(0, 0, 0), ("37.1",): points(10, 5, 0), ("37.1", "37.2"): points(10, 10, 10)})
    assert runs == [(), ("37.1",), ("37.1", "37.2")]
    assert [v.points for v in grade.verdicts] == [0, 5, 10, 10]
    assert "answer to 37.1, 37.2 in the place" in grade.verdicts[2].findings[0].check


def test_the_better_counts_and_only_where_something_builds_on_it():
    grade, runs = graded({(): points(4, 7, 10, 2), ("37.1",): points(10, 6, 0, 10)})
    assert [v.points for v in grade.verdicts] == [4, 7, 10, 2]
    assert runs == [(), ("37.1",)]


def test_what_the_second_run_said_is_not_quoted():
    grade, _ = graded({(): points(4, 0, 0), ("37.1",): points(10, 5, 10), ("37.1", "37.2"): points(10, 10, 10)})
    assert [f.got for f in grade.verdicts[0].findings] == ["secret"], "of the run without the right answers"
    assert [f.got for f in grade.verdicts[1].findings] == ["", ""]
    assert grade.verdicts[1].findings[1].next_step == "the next step"


@pytest.mark.parametrize(
    ("first", "outcomes"),
    [
        (points(10, 10, 10), {}),
        (points(10, 10, 10, 0), {}),  # nothing builds on it
        (points(10, 10, 0), {}),  # on the last, either
        (points(0, 10, 10), {}),  # what builds on it stands anyhow
        (points(0, 0, 0), {"37.2": "missing", "37.3": "missing"}),  # nothing was tried there
        (points(0, 0, 0), {"37.4": "tampered"}),
        (points(0, 0, 0), {"37.3": "crashed"}),
        (points(0, 0, 0), {"37.3": "memory"}),
        (points(0, 0, 0), {"37.1": "grader_error"}),
    ],
)
def test_no_second_run_where_it_would_change_nothing_or_is_not_due(first, outcomes):
    grade, runs = graded({(): first}, outcomes)
    assert runs == [()] and [v.points for v in grade.verdicts] == list(first.values())


def test_an_answer_that_was_skipped_may_be_built_on():
    _, runs = graded({(): points(0, 0, 10), ("37.1",): points(10, 10, 10)}, {"37.1": "missing"})
    assert runs == [(), ("37.1",)]


def test_rules_for_a_single_run_have_neither_other_seeds_nor_the_reference():
    rules = Rules(lambda s, attempt: Task("", {}, attempt), lambda s, e: None, 2, lambda session: REFERENCE).once()
    assert (rules.other_seeds, rules.reference("37")) == (0, Reference())


@pytest.mark.parametrize("answered", [("37.1", "37.2"), ("37.2",)])
def test_the_right_answer_stands_before_the_check_and_the_wrong_one_is_gone(answered):
    cells = json.loads(REFERENCE.put_into(notebook(*answered), ["37.1"]))["cells"]
    assert [(c["metadata"]["nbgrader"]["grade_id"], c["source"]) for c in cells[1:5]] == [
        ("solution_37_1", "base = 1"),
        ("check_37_1", "check()"),
        ("solution_37_2", "wrong = '37.2'"),
        ("check_37_2", "check()"),
    ]
    assert len({cell["id"] for cell in cells}) == len(cells)


@pytest.mark.parametrize(
    ("own", "builders"),
    [
        ({}, {"37.1": "37.2 37.3", "37.2": "37.3"}),  # as in the reference, whatever a student calls it
        ({"37.4": "print(model)"}, {"37.1": "37.2 37.3 37.4", "37.2": "37.3 37.4", "37.3": "37.4"}),
        ({"37.1": "np = 1", "37.4": "np.ones(3)"}, {"37.1": "37.2 37.3", "37.2": "37.3"}),  # it is numpy
        ({"37.1": "photos[0] = 1", "37.4": "photos.mean()"}, {"37.1": "37.2 37.3 37.4", "37.2": "37.3"}),
        ({"37.1": "photos.mean(", "37.4": "own = ("}, {"37.1": "37.2 37.3", "37.2": "37.3"}),  # not Python
    ],
)
def test_what_builds_on_what_in_a_notebook(own, builders):
    found = REFERENCE.builders(notebook(*ALL, own=own))
    assert {e: set(others) for e, others in found.items() if others} == {
        e: set(others.split()) for e, others in builders.items()
    }


def test_what_a_check_reads_of_the_lesson_is_built_on_too():
    reference = Reference(RIGHT, given={"37.4": ("base",)})
    assert reference.builders(notebook())["37.1"] == {"37.2": {"base"}, "37.3": {"base"}, "37.4": {"base"}}


def test_nothing_builds_on_what_the_lesson_has_put_in_its_place():
    cells = json.loads(notebook())
    lesson = {"id": "lesson", "cell_type": "code", "metadata": {}, "source": "base = 1"}
    cells["cells"].insert(2, lesson)
    found = REFERENCE.builders(json.dumps(cells))
    assert found["37.1"] == {} and found["37.2"] == {"37.3": {"model"}}
    lesson["source"] = "if model:\n    base = 1"
    assert set(REFERENCE.builders(json.dumps(cells))["37.1"]) == {"37.2", "37.3"}


def findings(told: str) -> tuple[Finding, ...]:
    """One of each key that `told` names; those with a sign before it did not pass."""
    return tuple(Finding(key.lstrip("-"), "", not key.startswith("-"), 1.0) for key in told.split())


@pytest.mark.parametrize(
    ("told", "doubted"),
    [
        ("a:1 -b:1", "b own"),
        ("a:1 -a:2 b:1", "a own"),
        ("a b", "own"),
        ("b", "a own"),  # nothing was looked at of it
        ("a b -ran", "a b given other own"),  # not one name's fault
        ("a b splits:shape", "own"),
        ("a b -given:trained", "given own"),
        ("", "a b given other own"),
    ],
)
def test_what_may_be_wrong_after_a_verdict(told, doubted):
    """`own` is changed by the student alone, `given` and `other` by the right answer, too."""
    right = {"37.1": "a = b = other = 1\ngiven.train(a)"}
    reference = Reference(right, asked={"37.1": ("a", "b")}, given={"37.1": ("given",)})
    builders = {"37.1": {"37.2": {"a", "b", "given", "other", "own"}, "37.3": {"b"}}}
    found = reference.in_doubt(builders, [Verdict("37.1", "Part", "partial", 1, 10, findings(told))])
    expected = {"37.2": set(doubted.split()), "37.3": {"b"} & set(doubted.split())}
    assert found.get("37.1", {}) == {builder: names for builder, names in expected.items() if names}


def test_a_name_of_the_lesson_that_a_wrong_answer_overwrites_is_in_doubt():
    """As labels that a student turns into one-hot rows for one exercise: no finding names them."""
    reference = Reference(RIGHT, asked={e: (code.split()[0].split(".")[0],) for e, code in RIGHT.items()})
    own = {"37.1": "labels = rows(labels)\nbase = labels", "37.4": "own = train(labels)"}
    builders = reference.builders(notebook(*ALL, own=own))
    verdicts = [dataclasses.replace(verdict("37.1", 4), findings=findings("base -base:rank")), verdict("37.4", 0)]
    assert reference.in_doubt(builders, verdicts)["37.1"]["37.4"] == {"labels"}
    assert carried_error(verdicts, reference.in_doubt(builders, verdicts), []) == "37.1"


def test_no_second_run_for_a_wrong_name_that_is_not_read():
    """The same points, but the first answer that the others read is right."""
    reference = Reference(RIGHT, asked={"37.1": ("base", "seconds")})
    builders = reference.builders(notebook())
    first, second = verdict("37.1", 4), verdict("37.2", 0)
    for told, carried in (("base -seconds", ""), ("-base seconds", "37.1"), ("base", ""), ("seconds", "37.1")):
        verdicts = [dataclasses.replace(first, findings=findings(told)), second]
        assert carried_error(verdicts, reference.in_doubt(builders, verdicts), []) == carried


def test_without_solutions_nothing_is_known_to_build_on_anything():
    assert Reference().builders(notebook(*ALL)) == {}


@pytest.mark.parametrize(
    ("session", "builders"),
    [
        ("36", {}),
        ("37", {"37.4": "37.5 37.6 37.7 37.8"}),
        ("38", {"38.2": "38.3 38.4 38.7 38.8 38.9", "38.3": "38.4 38.7 38.8 38.9", "38.4": "38.7 38.9"}),
    ],
)
def test_what_builds_on_what_in_the_course(session, builders):
    root, session = course_root(), COURSE.session(session)
    reference = load_reference(solutions_path(notebook_path(root, session)))
    assert set(reference.answers) == {e.id for e in session.exercises}
    untouched, _, _ = normalise(cases.released(root, session), load_release(root, session))
    found = reference.builders(json.dumps(untouched))
    assert {e: set(others) for e, others in found.items() if others} == {
        e: set(others.split()) for e, others in builders.items()
    }


def test_a_course_without_its_solutions_has_no_reference(tmp_path):
    assert load_reference(solutions_path(tmp_path / "notebooks" / "x" / "x.ipynb")) == Reference()


@pytest.mark.slow
def test_a_wrong_base_costs_nothing_where_it_is_built_on(bubblewrap, tmp_path):
    """Real kernels: to 38.3, which is right, the base of 38.2 does not fit."""
    root, session = course_root(), COURSE.session("38")
    case = cases.load_case(root / "tests/submissions/session_38/base_pooled_already.py")
    kept = cases.only_exercises(cases.submission(root, session, case), {"38.2", "38.3"})
    nbformat.write(kept, tmp_path / "ada.ipynb")
    line = Line(COURSE, load_releases(root, (session,)), 5, 1, isolation="bubblewrap")
    (received,) = take_in(tmp_path / "ada.ipynb", COURSE, receive_with(COURSE, line.releases))
    limits = COURSE.limits
    with (
        JudgeProcess(limits.evidence_bytes, limits.judge_timeout_s) as judge,
        open_worker("bubblewrap", limits, one_thread=True) as worker,
    ):
        rules = graded_rules(line, judge)
        as_it_is = {v.exercise: v for v in grade_submission(received, rules.once(), worker).verdicts}
        once = {v.exercise: v for v in grade_submission(received, rules, worker).verdicts}
    assert as_it_is["38.3"].points < as_it_is["38.3"].max_points == once["38.3"].points
    assert once["38.2"] == as_it_is["38.2"] and once["38.2"].points < once["38.2"].max_points
    assert "the course's own answer to 38.2" in once["38.3"].findings[0].check
