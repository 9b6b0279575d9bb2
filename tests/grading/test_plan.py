"""What a run has to do, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.course import CourseError, load_course
from autograder.grading.intake import Submission, Unchanged
from autograder.grading.plan import Line, plan, settle_budget
from autograder.grading.release import course_root, load_releases

COURSE = load_course()
STEM = COURSE.session("36").stem


@pytest.fixture(scope="module")
def line():
    return Line(COURSE, load_releases(course_root(), COURSE.sessions[:1]), seed=99, workers=2)


def submission(student, sha="a"):
    return Submission(student, "36", STEM, f"/x/{student}.ipynb", f"{student}.ipynb", sha, (), (), "{}")


@pytest.fixture
def done(line):
    named = {"student": "ada", "session": "36", "notebook": STEM, "outcome": "passed", "sha256": "a"}
    return {**named, **line.terms("36")}


def test_what_is_unchanged_is_kept(line, done):
    batch = plan([submission("ada"), submission("bob")], [done], line, fresh=False)
    assert ([s.student for s in batch.todo], batch.kept, batch.why) == (["bob"], (done,), "")
    unopened = Unchanged("ada", "36", STEM, "/x/ada.ipynb", done)
    assert plan([unopened, unopened], [done], line, fresh=False).kept == (done,)


def test_what_is_graded_again_is_told_with_its_reason(line, done):
    def again(item, recorded, line=line, fresh=False):
        return plan([item], [recorded], line, fresh).why

    assert again(submission("ada"), done, fresh=True) == "graded again: 1 because asked for"
    assert again(submission("ada", "b"), done) == "graded again: 1 because the notebook changed"
    assert again(submission("ada"), done, replace(line, seed=1)) == "graded again: 1 because the seed changed"
    assert again(submission("ada"), done, replace(line, budget="full")) == "graded again: 1 because the budget changed"
    failed = {**done, "outcome": "grader_error"}
    assert again(submission("ada"), failed) == "graded again: 1 because the grader had failed"
    both = plan([submission("ada"), submission("bob")], [failed, {**done, "student": "bob", "seed": 1}], line, False)
    assert both.why == "graded again: 1 because the grader had failed, 1 because the seed changed"


def test_an_unknown_session_has_its_terms_too(line):
    assert line.terms("") == {"course_version": "", "seed": 99, "budget": "fast", "data": "", "rule": ""}


def test_the_budget_is_fast_unless_the_environment_says_otherwise(monkeypatch):
    monkeypatch.delenv("AUTOGRADER_BUDGET", raising=False)
    assert settle_budget(COURSE) == "fast"
    monkeypatch.setenv("AUTOGRADER_BUDGET", "full")
    assert settle_budget(COURSE) == "full"
    monkeypatch.setenv("AUTOGRADER_BUDGET", "huge")
    with pytest.raises(CourseError, match="AUTOGRADER_BUDGET is 'huge': the course's budgets are fast, full"):
        settle_budget(COURSE)
