"""Exercise by exercise: the reference, the stub, each known mistake, and correct answers of other kinds."""

from collections.abc import Callable
from pathlib import Path

import keras
import pytest
from lesson import TRAINING, Lesson

from autograder.cases import Case, answered, load_case
from autograder.course import load_course

SESSIONS = load_course().sessions
SUBMISSIONS = Path(__file__).parents[1] / "submissions"
CASES = [load_case(path) for path in sorted(SUBMISSIONS.glob("session_*/*.py"))]
MISTAKES = [case for case in CASES if case.kind == "mistake"]
ALTERNATIVES = [case for case in CASES if case.kind == "alternative"]
EXERCISES = [exercise.id for session in SESSIONS for exercise in session.exercises]
LessonOf = Callable[[str], Lesson]


QUICK = list({case.exercise: case for case in MISTAKES}.values())


def _marked(exercise_id: str, values: tuple, name: str, mark=pytest.mark.corpus):
    """A parameter that has `mark` where its exercise trains networks."""
    return pytest.param(*values, id=name, marks=[mark] if exercise_id in TRAINING else [])


def _cases(cases: list[Case]):
    """All of them as parameters; of an exercise that trains networks, one wrong answer belongs to `make test`."""
    marks = (pytest.mark.slow if case in QUICK else pytest.mark.corpus for case in cases)
    return [_marked(c.exercise, (c,), f"{c.exercise}-{c.name}", mark) for c, mark in zip(cases, marks, strict=True)]


def _told(verdict) -> str:
    return f"{verdict.points:g} of {verdict.max_points:g}: " + "; ".join(
        f"{f.key}: {f.got} ({f.hint})" for f in verdict.findings if not f.passed
    )


@pytest.mark.parametrize(
    ("exercise_id", "seed"), [_marked(e, (e, seed), f"{e}-{seed}") for e in EXERCISES for seed in (1, 2, 3)]
)
def test_the_reference_gets_full_marks(lesson: LessonOf, exercise_id: str, seed: int):
    keras.utils.set_random_seed(seed)
    verdict = lesson(exercise_id).examine(exercise_id, lesson(exercise_id).reference[exercise_id], seed)
    assert (verdict.outcome, verdict.points) == ("passed", verdict.max_points), _told(verdict)


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_the_untouched_stub_gets_nothing(lesson: LessonOf, exercise_id: str):
    verdict = lesson(exercise_id).examine(exercise_id, lesson(exercise_id).stubs[exercise_id])
    assert (verdict.outcome, verdict.points) == ("missing", 0.0)


@pytest.mark.parametrize("case", _cases(MISTAKES))
def test_a_mistake_gets_its_own_hint(lesson: LessonOf, case: Case):
    verdict = _examined(lesson(case.exercise), case)
    failed = {finding.key: finding for finding in verdict.findings if not finding.passed}
    assert case.caught_by in failed, f"not caught by {case.caught_by}; {_told(verdict)}"
    assert case.hint in failed[case.caught_by].hint, failed[case.caught_by].hint
    assert verdict.points <= case.at_most, _told(verdict)


@pytest.mark.parametrize("case", _cases(ALTERNATIVES))
def test_another_correct_answer_gets_full_marks(lesson: LessonOf, case: Case):
    verdict = _examined(lesson(case.exercise), case)
    assert (verdict.outcome, verdict.points) == ("passed", verdict.max_points), _told(verdict)


def _examined(lesson: Lesson, case: Case):
    keras.utils.set_random_seed(lesson.session.seed)
    return lesson.examine(case.exercise, answered(case, lesson.reference)[case.exercise])


@pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session.id)
def test_every_exercise_has_a_mistake_and_an_alternative(session):
    exercises = {exercise.id for exercise in session.exercises}
    for cases in (MISTAKES, ALTERNATIVES):
        assert exercises <= {case.exercise for case in cases}
