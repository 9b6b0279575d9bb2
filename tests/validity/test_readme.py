"""README says what was measured, and nothing else."""

from __future__ import annotations

import pytest

from autograder.course import load_course
from tests.validity import readme


def test_the_table_in_readme_is_the_one_that_was_measured():
    text = readme.README.read_text("utf-8")
    assert readme.written(text) == text, "run python -m tests.validity.readme"


def test_every_exercise_has_a_row():
    rows = [line.split(" | ")[0] for line in readme.table().splitlines()[2:] if line.startswith("|")]
    assert list(dict.fromkeys(rows)) == [
        f"| {exercise.id}" for session in load_course().sessions for exercise in session.exercises
    ]


def test_a_readme_without_marks_is_refused():
    with pytest.raises(ValueError, match=r"README.md: put the lines .* where the table belongs"):
        readme.written("# A course\n")
