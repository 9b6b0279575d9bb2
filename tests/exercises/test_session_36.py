"""Session 36, exercise by exercise: the reference, the stub, each known mistake, and correct answers of other kinds."""

from pathlib import Path

import keras
import pytest
from lesson import Lesson

from autograder.cases import Case, answered, load_case
from autograder.course import load_course

CASES = [load_case(path) for path in sorted((Path(__file__).parents[1] / "submissions" / "session_36").glob("*.py"))]
MISTAKES = [case for case in CASES if case.kind == "mistake"]
ALTERNATIVES = [case for case in CASES if case.kind == "alternative"]
EXERCISES = [exercise.id for exercise in load_course().session("36").exercises]
TRAINING = {"36.6", "36.7", "36.8", "36.9", "36.10"}


def _marked(exercise_id: str, value, name: str):
    """A parameter that is marked slow where its exercise trains networks."""
    return pytest.param(value, id=name, marks=[pytest.mark.slow] if exercise_id in TRAINING else [])


def _told(verdict) -> str:
    return f"{verdict.points:g} of {verdict.max_points:g}: " + "; ".join(
        f"{f.key}: {f.got} ({f.hint})" for f in verdict.findings if not f.passed
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("exercise_id", [_marked(e, e, e) for e in EXERCISES])
def test_the_reference_gets_full_marks(lesson_36: Lesson, exercise_id: str, seed: int):
    keras.utils.set_random_seed(seed)
    verdict = lesson_36.examine(exercise_id, lesson_36.reference[exercise_id], seed)
    assert (verdict.outcome, verdict.points) == ("passed", verdict.max_points), _told(verdict)


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_the_untouched_stub_gets_nothing(lesson_36: Lesson, exercise_id: str):
    verdict = lesson_36.examine(exercise_id, lesson_36.stubs[exercise_id])
    assert (verdict.outcome, verdict.points) == ("missing", 0.0)


@pytest.mark.parametrize("case", [_marked(case.exercise, case, case.name) for case in MISTAKES])
def test_a_mistake_gets_its_own_hint(lesson_36: Lesson, case: Case):
    keras.utils.set_random_seed(36)
    verdict = lesson_36.examine(case.exercise, answered(case, lesson_36.reference)[case.exercise])
    failed = {finding.key: finding for finding in verdict.findings if not finding.passed}
    assert case.caught_by in failed, f"not caught by {case.caught_by}; {_told(verdict)}"
    assert case.hint in failed[case.caught_by].hint, failed[case.caught_by].hint
    assert verdict.points <= case.at_most, _told(verdict)


@pytest.mark.parametrize("case", [_marked(case.exercise, case, case.name) for case in ALTERNATIVES])
def test_another_correct_answer_gets_full_marks(lesson_36: Lesson, case: Case):
    keras.utils.set_random_seed(36)
    verdict = lesson_36.examine(case.exercise, answered(case, lesson_36.reference)[case.exercise])
    assert (verdict.outcome, verdict.points) == ("passed", verdict.max_points), _told(verdict)


def test_every_exercise_has_a_mistake_and_an_alternative():
    assert {case.exercise for case in MISTAKES} == {case.exercise for case in ALTERNATIVES} == set(EXERCISES)
