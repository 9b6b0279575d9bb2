"""The course file, and what is wrong with a wrong one."""

import re
from pathlib import Path

import pytest

from autograder.course import COURSE_FILE, CourseError, load_course


def _changed(tmp_path: Path, old: str, new: str) -> Path:
    text = COURSE_FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "course.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_every_session_is_worth_100_points():
    for session in load_course().sessions:
        assert sum(exercise.points for exercise in session.exercises) == 100


def test_points_that_do_not_add_up_name_the_file(tmp_path: Path):
    path = _changed(tmp_path, "points = 16", "points = 15")
    with pytest.raises(CourseError, match=r"course\.toml: the points of session 36 add up to 99, not 100"):
        load_course(path)


def test_an_id_used_twice_is_named(tmp_path: Path):
    path = _changed(tmp_path, 'id = "36.2"', 'id = "36.1"')
    with pytest.raises(CourseError, match=r"course\.toml: exercise 36\.1 stands twice in session 36"):
        load_course(path)


def test_unknown_ids_are_answered_with_the_known_ones():
    course = load_course()
    with pytest.raises(CourseError, match="no session '99': the course has 36"):
        course.exercise("99.1")
    with pytest.raises(CourseError, match=r"no exercise '36\.11': session 36 has 36\.1, 36\.2"):
        course.exercise("36.11")


@pytest.mark.parametrize("said", ["0.9", "{ at_least = 0.9 }", "{ at_least = 0.9, at_most = 1.0, sd = 0.1 }"])
def test_a_threshold_says_its_direction_and_its_spread(tmp_path: Path, said: str):
    stands = re.search(r"(?<=sealed_accuracy = )\{.*?\}", COURSE_FILE.read_text("utf-8"))[0]
    path = _changed(tmp_path, stands, said)
    with pytest.raises(CourseError, match=r"threshold sealed_accuracy .*it needs sd, and at_least or at_most"):
        load_course(path)


def test_numbers_cannot_be_changed_in_passing():
    session = load_course().sessions[0]
    with pytest.raises(TypeError):
        session.budgets["fast"]["iris_epochs"] = 1
    assert session.exercise("36.10").slug == "36_10"
