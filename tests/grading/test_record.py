"""Results survive: what was written is read again, whatever stands around it."""

from __future__ import annotations

import csv
import json
import re

import pytest

from autograder.course import load_course
from autograder.findings import find, score
from autograder.grading import record
from autograder.grading.intake import Submission, Unreadable
from autograder.grading.outcome import Graded

EXERCISE = load_course().session("36").exercises[0]
VERDICT = score(EXERCISE, [find("k", "it is 2", False, 8, expected=2, got=3, cause="Off by one.", next_step="Count.")])
SUBMISSION = Submission("ada", "36", "stem", "ada.ipynb", "abc", ("test cell edited: 36.1",), (), "{}")


def result(student="ada", **more):
    graded = Graded("failed", 0.0, 8.0, (VERDICT,), ("check left no evidence: 36.2",))
    return {**record.result_of(SUBMISSION, graded, 1.234, "v1", 7), "student": student, **more}


def test_a_line_holds_what_the_contract_says(tmp_path):
    record.append(tmp_path, result())
    line = json.loads((tmp_path / "results.jsonl").read_text())
    assert line == {
        "student": "ada",
        "session": "36",
        "notebook": "stem",
        "outcome": "failed",
        "points": 0.0,
        "max_points": 8.0,
        "seconds": 1.23,
        "sha256": "abc",
        "flags": ["test cell edited: 36.1", "check left no evidence: 36.2"],
        "exercises": [
            {
                "id": "36.1",
                "title": EXERCISE.title,
                "outcome": "failed",
                "points": 0.0,
                "max_points": 8.0,
                "findings": [
                    {
                        "key": "k",
                        "check": "it is 2",
                        "passed": False,
                        "expected": "2",
                        "got": "3",
                        "hint": "Off by one. Count.",
                    }
                ],
            }
        ],
        "course_version": "v1",
        "seed": 7,
    }


def test_the_latest_line_of_a_submission_wins(tmp_path):
    for points in (1.0, 2.0):
        record.append(tmp_path, result(points=points))
    record.append(tmp_path, result("bob"))
    loaded = record.load(tmp_path)
    assert [(r["student"], r["points"]) for r in loaded.results] == [("ada", 2.0), ("bob", 0.0)]
    assert loaded.warnings == ()


def test_half_a_last_line_does_not_swallow_the_next(tmp_path):
    path = tmp_path / "results.jsonl"
    record.append(tmp_path, result("ada"))
    path.write_bytes(path.read_bytes() + b'{"student": "half')
    record.append(tmp_path, result("bob"))
    loaded = record.load(tmp_path)
    assert [r["student"] for r in loaded.results] == ["ada", "bob"]
    assert loaded.warnings == (f"{path}: line 2: not a result, left out (1 in all)",)


def test_lines_that_are_no_results_are_named_and_kept(tmp_path):
    path = tmp_path / "results.jsonl"
    path.write_bytes(b"nonsense\n[1]\n\xff\n" + b"[" * 100_000 + b'\n{"student": "x"}\n')
    loaded = record.load(tmp_path)
    assert loaded.results == ()
    assert loaded.warnings == (f"{path}: lines 1, 2, 3, 4, 5: not a result, left out (5 in all)",)
    assert path.read_bytes().startswith(b"nonsense\n[1]\n")


def test_odd_names_travel(tmp_path):
    for name in ("Zoë\u2028", "a\nb", "\udcff", '"; drop'):
        record.append(tmp_path, result(name))
    assert len(record.load(tmp_path).results) == 4


def test_what_makes_a_result_stale():
    current = result()
    assert record.is_current(current, SUBMISSION, "v1", 7)
    assert not record.is_current(None, SUBMISSION, "v1", 7)
    assert not record.is_current(current, SUBMISSION, "v2", 7)
    assert not record.is_current(current, SUBMISSION, "v1", 8)
    assert not record.is_current(result(sha256="other"), SUBMISSION, "v1", 7)
    assert not record.is_current(result(outcome="grader_error"), SUBMISSION, "v1", 7)
    unreadable = Unreadable("ada", "36", "stem", "ada.ipynb", "abc", "the file is empty")
    assert not record.is_current(current, unreadable, "v1", 7)


def test_an_unreadable_notebook_has_a_row_for_each_exercise():
    session = load_course().session("36")
    line = record.unreadable_result(Unreadable("ada", "36", "s", "p", "abc", "the file is empty"), session, "v1", 7)
    assert (line["outcome"], line["max_points"], line["flags"]) == (
        "unreadable",
        100,
        ["unreadable: the file is empty"],
    )
    assert {e["outcome"] for e in line["exercises"]} == {"unreadable"}
    assert record.unreadable_result(Unreadable("a", "", "s", "p", "", "r"), None, "", 7)["exercises"] == []


def test_the_seed_is_asked_for_recorded_or_drawn(tmp_path):
    drawn = record.settle_seed(tmp_path, None)
    assert drawn != record.settle_seed(tmp_path, None), "drawn at random"
    record.write_run(tmp_path, drawn, "none")
    assert record.settle_seed(tmp_path, None) == drawn
    assert record.settle_seed(tmp_path, 5) == 5


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "not valid JSON"), ("[]", "not a table"), ('{"seed": "x"}', "the recorded seed is not a number")],
)
def test_a_broken_run_file(tmp_path, text, message):
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(record.RecordError, match=re.escape(message) + ".*delete the file or give --seed"):
        record.settle_seed(tmp_path, None)


def test_grades_csv(tmp_path):
    with record.write_grades(tmp_path, [result("Lovelace, Ada")]).open(newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    assert rows == [
        ["student", "session", "exercise", "points", "max_points", "outcome"],
        ["Lovelace, Ada", "36", "36.1", "0.0", "8.0", "failed"],
    ]
