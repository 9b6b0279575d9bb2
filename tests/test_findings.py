"""Findings add up to verdicts, and a judge that contradicts itself is found out."""

import pytest

from autograder.course import Exercise, Threshold
from autograder.findings import Finding, GraderFault, Measure, WrongAnswer, few, find, not_attempted, score

EXERCISE = Exercise("36.1", "Tensors", 8)


def _finding(key: str, points: float, passed: bool | None = True, **more) -> Finding:
    return Finding(key, f"{key} holds", passed, points, **more)


def test_full_partial_and_no_points():
    full = score(EXERCISE, [_finding("a", 3), _finding("b", 5)])
    assert (full.outcome, full.points) == ("passed", 8.0)
    some = score(EXERCISE, [_finding("a", 3), _finding("b", 5, False)])
    assert (some.outcome, some.points) == ("partial", 3.0)
    none = score(EXERCISE, [_finding("a", 3, False), _finding("b", 5, None)])
    assert (none.outcome, none.points) == ("failed", 0.0)


def test_what_was_not_attempted_is_missing():
    verdict = not_attempted(EXERCISE)
    assert (verdict.outcome, verdict.points, verdict.max_points) == ("missing", 0.0, 8.0)


def test_advice_costs_nothing():
    assert score(EXERCISE, [_finding("a", 8), _finding("advice", 0)]).points == 8.0


def test_a_passed_finding_carries_no_hint():
    assert find("a", "a holds", True, 1, cause="because", next_step="do").hint == ""
    assert find("a", "a holds", False, 1, cause="Because.", next_step="Do.").hint == "Because. Do."


@pytest.mark.parametrize(
    ("findings", "message"),
    [
        ([_finding("a", 7)], "36.1: its findings offer 7 points, not 8"),
        ([_finding("a", 9, False)], "36.1: its findings offer 9 points, not 8"),
        ([_finding("a", 4), _finding("a", 4)], "36.1: a finding stands twice"),
        ([_finding("a", 5), _finding("b", 3, self_reported=True)], "36.1: 3 of 8 points are self-reported"),
    ],
)
def test_a_judge_that_contradicts_itself(findings: list[Finding], message: str):
    with pytest.raises(GraderFault, match=message):
        score(EXERCISE, findings)


def test_a_wrong_answer_is_a_failing_finding():
    wrong = WrongAnswer("x:rank", "`x` has rank 2", "rank 2", "rank 1", "An axis is missing.", "Reshape.")
    assert str(wrong) == "`x` has rank 2: expected rank 2, got rank 1"
    assert (wrong.finding.passed, wrong.finding.hint) == (False, "An axis is missing. Reshape.")


def test_few_numbers():
    assert few([[1.23456, 2], [3, 4], [5, 6]]) == "[1.23, 2, 3, 4]"


@pytest.mark.parametrize(
    ("value", "most", "passed", "near"),
    [
        (0.9, False, True, False),
        (0.89, False, False, True),
        (0.87, False, False, False),
        (0.91, True, False, True),
        (0.5, True, True, False),
    ],
)
def test_a_score_near_its_threshold_is_told_from_one_far_off(value: float, most: bool, passed: bool, near: bool):
    measure = Measure("accuracy", value, Threshold(0.9, 0.01, most))
    assert (measure.passed, measure.near_miss) == (passed, near)
