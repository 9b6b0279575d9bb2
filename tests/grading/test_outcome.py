"""How an execution and the judge's word become outcomes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.course import load_course
from autograder.findings import Finding, Verdict
from autograder.grading.execute import CellRun, Execution
from autograder.grading.judge import Judged
from autograder.grading.outcome import combine, submission_outcome

SESSION = load_course().session("36")
ONE = replace(SESSION, exercises=SESSION.exercises[:1])


def verdict(outcome, points=0.0, exercise="36.1"):
    finding = Finding("k", "it is right", outcome == "passed", points)
    return Verdict(exercise, "Title", outcome, points, 8.0, (finding,))


def run(grade_id, outcome, ename="", evalue=""):
    return CellRun(0, grade_id, outcome, ename, evalue)


def one(execution, judged=None, untouched=()):
    graded = combine(ONE, execution, {"36.1": judged} if judged else {}, untouched)
    return graded.verdicts[0], graded


RAISED = run("solution_36_1", "error", "NameError", "name 'tf' is not defined")
LOOPED = run("solution_36_1", "timeout", "", "stopped after 90 s")
FLOODED = run("solution_36_1", "output", "", "it wrote more than 9 bytes")
CHECKED = run("check_36_1", "ok")


def test_the_judges_word_stands():
    for outcome, points in (("passed", 8.0), ("partial", 3.0), ("failed", 0.0), ("missing", 0.0)):
        found, graded = one(Execution((CHECKED,)), Judged(verdict(outcome, points)))
        assert (found.outcome, graded.points, graded.max_points) == (outcome, points, 8.0)


@pytest.mark.parametrize(
    ("solution", "outcome", "check", "got", "hint"),
    [
        (
            RAISED,
            "error",
            "the solution cell runs",
            "NameError: name 'tf' is not defined",
            "mend the first one that stops",
        ),
        (LOOPED, "timeout", "the solution cell ends in time", "stopped after 90 s", "Look for a `while`"),
    ],
)
def test_nothing_right_and_a_solution_that_did_not_run(solution, outcome, check, got, hint):
    found, _ = one(Execution((solution, CHECKED)), Judged(verdict("failed")))
    assert found.outcome == outcome
    assert (found.findings[0].key, found.findings[0].check, found.findings[0].got) == ("ran", check, got)
    assert hint in found.findings[0].hint


def test_points_earned_before_an_error_stay_and_the_error_is_told():
    found, _ = one(Execution((RAISED, CHECKED)), Judged(verdict("partial", 3.0)))
    assert (found.outcome, found.points, found.findings[0].key) == ("partial", 3.0, "ran")


def test_a_handed_out_cell_that_raises_is_not_the_students_error():
    found, _ = one(Execution((RAISED, CHECKED)), Judged(verdict("missing")), untouched=("36.1",))
    assert found.outcome == "missing"


@pytest.mark.parametrize(
    ("execution", "outcome", "check", "got"),
    [
        (Execution(ended="died"), "crashed", "comes as far as this check", "the kernel had died"),
        (Execution((run("solution_36_1", "died"),), ended="died"), "crashed", "comes as far as this", "had died"),
        (Execution(ended="worker_died"), "crashed", "comes as far as this", "twice, the sandbox around it ended"),
        (Execution(ended="memory"), "memory", "comes as far as this", "had taken more memory than it may"),
        (Execution(ended="cpu"), "timeout", "comes as far as this", "processor time was used up"),
        (Execution(ended="processes"), "crashed", "comes as far as this", "more processes and threads than it may"),
        (Execution(ended="disk"), "crashed", "comes as far as this", "had filled the disk space it has"),
        (Execution(ended="output"), "crashed", "comes as far as this", "an earlier cell wrote without end"),
        (Execution((FLOODED,)), "timeout", "the solution cell writes no more than it may", "more than 9 bytes"),
        (Execution((run("check_36_1", "output", "", "it wrote"),)), "timeout", "ends in time", "it wrote"),
        (Execution(ended="stopped"), "timeout", "comes as far as this check", "an earlier cell would not stop"),
        (Execution(ended="timeout"), "timeout", "comes as far as this check", "the notebook's time was used up"),
        (Execution((LOOPED,), ended="stopped"), "timeout", "ends in time", "stopped after 90 s"),
        (Execution((run("check_36_1", "timeout", "", "stopped after 9 s"),)), "timeout", "ends in time", "after 9 s"),
        (Execution((run("check_36_1", "error", "E", "x"),)), "error", "the check can run in this notebook", "E: x"),
        (Execution((CHECKED,)), "error", "the check can run in this notebook", "it left no evidence"),
    ],
)
def test_without_evidence(execution, outcome, check, got):
    found, graded = one(execution)
    assert (found.outcome, found.points) == (outcome, 0.0)
    assert check in found.findings[0].check and got in found.findings[0].got
    assert graded.flags == (("check left no evidence: 36.1",) if outcome == "error" else ())


def test_untouched_and_no_evidence_is_missing():
    found, graded = one(Execution(ended="died"), untouched=("36.1",))
    assert (found.outcome, graded.outcome) == ("missing", "missing")


@pytest.mark.parametrize(
    ("execution", "judged"),
    [
        (Execution((CHECKED,), refused={"36_1": "the evidence is a link"}), None),
        (Execution((CHECKED,), {"36_1": b""}), Judged(bad_evidence="the evidence is a link")),
    ],
)
def test_bad_evidence_is_tampering(execution, judged):
    found, graded = one(execution, judged)
    assert (found.outcome, found.points, graded.outcome) == ("tampered", 0.0, "tampered")
    assert found.findings[0].got == "the evidence is a link"
    assert graded.flags == ("evidence tampered with: 36.1",)


def test_the_graders_faults_are_not_the_students():
    found, graded = one(Execution((RAISED, CHECKED), {"36_1": b""}), Judged(fault="the judge raised"))
    assert (found.outcome, graded.outcome, found.findings[0].got) == (
        "grader_error",
        "grader_error",
        "the judge raised",
    )
    found, graded = one(Execution(fault="the kernel did not start"))
    assert (graded.outcome, found.findings[0].check) == ("grader_error", "the grader ran the notebook")


@pytest.mark.parametrize(
    ("outcomes", "whole"),
    [
        (["passed", "passed"], "passed"),
        (["passed", "failed"], "partial"),
        (["passed", "timeout"], "timeout"),
        (["crashed", "timeout"], "crashed"),
        (["tampered", "crashed"], "tampered"),
        (["grader_error", "tampered"], "grader_error"),
        (["error", "missing"], "error"),
        (["failed", "missing"], "failed"),
        (["missing", "missing"], "missing"),
    ],
)
def test_the_outcome_of_the_whole(outcomes, whole):
    points = {"passed": 8.0}
    assert submission_outcome([verdict(outcome, points.get(outcome, 0.0)) for outcome in outcomes]) == whole
