"""What the two rates count, and that a case which is graded in another way than its file says is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.cases import Case, only_exercises, reference
from autograder.course import load_course
from autograder.grading.release import part_of
from tests.validity.rates import Rates, complaints, load_found, rates, store_found

WRONG = Case(Path("c.py"), "c", "36.8", "mistake", at_most=10, caught_by="scaler:fitted", hint="Split first")
RIGHT = Case(Path("r.py"), "r", "36.8", "alternative")


def _result(points: float, key: str = "scaler:fitted", hint: str = "Split first, then fit.") -> dict:
    failed = [] if points == 16 else [{"key": key, "passed": False, "hint": hint}]
    other = {"id": "36.1", "points": 0.0, "max_points": 8.0, "outcome": "missing", "findings": []}
    return {
        "exercises": [other, {"id": "36.8", "points": points, "max_points": 16.0, "outcome": "x", "findings": failed}]
    }


@pytest.mark.parametrize(
    ("case", "result", "said"),
    [
        (WRONG, _result(9), []),
        (WRONG, _result(16), ["36.8 is not caught by scaler:fitted, but by x", "36.8 gets 16, more than 10"]),
        (WRONG, _result(9, key="other"), ["36.8 is not caught by scaler:fitted, but by other"]),
        (WRONG, _result(9, hint="Try again."), ["36.8 gets another hint: Try again."]),
        (WRONG, _result(11), ["36.8 gets 11, more than 10"]),
        (RIGHT, _result(16), []),
        (RIGHT, _result(15), ["36.8 is right and gets 15: scaler:fitted"]),
    ],
)
def test_a_case_that_is_graded_otherwise_is_named(case: Case, result: dict, said: list[str]):
    assert list(complaints(case, result)) == said


def test_what_a_mistake_costs_elsewhere_is_named_for_whole_notebooks():
    said = ["36.1 is right and gets 0: missing"]
    assert list(complaints(WRONG, _result(9), whole=True)) == said
    assert list(complaints(WRONG, _result(11), whole=True)) == [*said, "36.8 gets 11, more than 10"]


def test_right_and_wrong_answers_are_counted_apart(tmp_path: Path):
    cases = {"a": WRONG, "b": replace(WRONG), "c": RIGHT, "d": RIGHT}
    found = rates(cases, {"a": _result(16), "b": _result(3), "c": _result(16), "d": _result(2)})
    assert [(r.exercise, r.right, r.failed, r.wrong, r.passed) for r in found] == [("36.8", 2, 1, 2, 1)]
    earlier = [("36.8", "iris", 1), ("36.8", "another source", 3), ("36.2", "iris", 1)]
    path = tmp_path / "rates.json"
    store_found([Rates(exercise, data, "2026-01-01", right, 0, 1, 0) for exercise, data, right in earlier], path)
    store_found(found, path)
    kept = [(r.exercise, r.data, r.right) for r in load_found(path)]
    assert kept == [("36.2", "iris", 1), ("36.8", "another source", 3), ("36.8", "iris", 2)]


@pytest.mark.parametrize(
    ("exercise", "kept"), [("38.7", "38.2 38.3 38.4 38.7"), ("38.8", "38.2 38.3 38.8"), ("38.5", "38.5")]
)
def test_a_notebook_keeps_what_its_exercise_builds_on(root: Path, exercise: str, kept: str):
    course = load_course()
    left = only_exercises(reference(root, course.session("38")), {exercise}).cells
    exercises = {part_of(cell.metadata.get("nbgrader", {}).get("grade_id", ""))[1] for cell in left} - {""}
    assert exercises == set(kept.split())
