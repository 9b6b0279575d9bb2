"""nbgrader reads back what the engine wrote, and a person's scores stay."""

from __future__ import annotations

import pytest
from nbgrader.api import Gradebook

from autograder.course import load_course
from autograder.grading.gradebook import gradebook_url, write_gradebook
from autograder.grading.record import RecordError
from autograder.grading.release import course_root, load_releases

SESSION = load_course().session("36")
STEM = SESSION.stem


@pytest.fixture(scope="module")
def releases():
    return load_releases(course_root(), (SESSION,))


def result(student, share, outcome="partial"):
    exercises = [{"id": e.id, "points": e.points * share, "outcome": outcome} for e in SESSION.exercises]
    return {"student": student, "session": "36", "exercises": exercises}


def scores(url, student):
    with Gradebook(url) as gradebook:
        grades = gradebook.find_submission_notebook(STEM, STEM, student).grades
        return {grade.name: (grade.auto_score, grade.needs_manual_grade, grade.max_score) for grade in grades}


def test_scores_are_read_back(tmp_path, releases):
    url = gradebook_url(tmp_path, None)
    assert write_gradebook(url, [result("ada", 1.0), result("bob", 0.5)], releases) == 2
    found = scores(url, "bob")
    for exercise in SESSION.exercises:
        assert found[f"check_{exercise.slug}"] == (exercise.points / 2, False, exercise.points)
    assert found["reflection_36"][:2] == (None, True), "a person reads it"
    with Gradebook(url) as gradebook:
        assert gradebook.find_submission(STEM, "ada").score == 100
        assert gradebook.average_assignment_score(STEM) == 75


def test_writing_again_changes_only_what_changed(tmp_path, releases):
    url = gradebook_url(tmp_path, None)
    for _ in range(2):
        write_gradebook(url, [result("ada", 1.0)], releases)
    assert len(scores(url, "ada")) == len(SESSION.exercises) + 1
    write_gradebook(url, [result("ada", 0.5)], releases)
    assert scores(url, "ada")["check_36_1"][0] == 4
    with Gradebook(url) as gradebook:
        assert len(gradebook.students) == 1


def test_a_persons_score_stays_and_is_looked_at_again_when_the_work_changes(tmp_path, releases):
    url = gradebook_url(tmp_path, None)
    write_gradebook(url, [result("ada", 1.0)], releases)
    with Gradebook(url) as gradebook:
        grade = gradebook.find_grade("check_36_1", STEM, STEM, "ada")
        grade.manual_score, grade.needs_manual_grade = 7.0, False
        gradebook.db.commit()
    write_gradebook(url, [result("ada", 1.0)], releases)
    assert scores(url, "ada")["check_36_1"][1] is False
    write_gradebook(url, [result("ada", 0.5)], releases)
    assert scores(url, "ada")["check_36_1"][1] is True
    with Gradebook(url) as gradebook:
        assert gradebook.find_grade("check_36_1", STEM, STEM, "ada").score == 7.0


def test_a_graders_fault_gives_no_score(tmp_path, releases):
    url = gradebook_url(tmp_path, None)
    write_gradebook(url, [result("ada", 0.0, "grader_error")], releases)
    assert scores(url, "ada")["check_36_1"][:2] == (None, True)


def test_results_of_no_session_are_left_out(tmp_path, releases):
    unknown = {"student": "x", "session": "", "exercises": []}
    assert write_gradebook(gradebook_url(tmp_path, None), [unknown], releases) == 0


def test_a_database_that_cannot_be_written(tmp_path, releases):
    url = f"sqlite:///{tmp_path}/none/g.db"
    with pytest.raises(RecordError, match="the gradebook .* cannot be written"):
        write_gradebook(url, [result("ada", 1.0)], releases)
    assert gradebook_url(tmp_path, "postgresql://x") == "postgresql://x"
