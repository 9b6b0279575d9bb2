"""The files an LMS takes in."""

from __future__ import annotations

import csv

import pytest

from autograder.course import load_course
from autograder.report.export import export

RESULTS = [
    {"student": "Love, Ada", "session": "36", "outcome": "partial", "points": 62.5, "exercises": []},
    {"student": "bob", "session": "36", "outcome": "grader_error", "points": 0.0, "exercises": []},
]
TITLE = "Session 36: TensorFlow fundamentals with Iris"


@pytest.mark.parametrize(
    ("form", "rows"),
    [
        (
            "canvas",
            [
                ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", TITLE],
                ["    Points Possible", "", "", "", "", "100"],
                ["Love, Ada", "", "", "Love, Ada", "", "62.5"],
                ["bob", "", "", "bob", "", ""],
            ],
        ),
        ("moodle", [["Full name", TITLE], ["Love, Ada", "62.5"], ["bob", ""]]),
        ("csv", [["student", "session", "exercise", "points", "max_points", "outcome"]]),
    ],
)
def test_rows(tmp_path, form, rows):
    path = export(tmp_path, RESULTS, load_course(), form)
    with path.open(newline="", encoding="utf-8") as stream:
        assert list(csv.reader(stream)) == rows
