"""Results survive: what was written is read again, whatever stands around it."""

from __future__ import annotations

import csv
import json
import re

import pytest

from autograder.course import Threshold, load_course
from autograder.findings import Measure, find, score
from autograder.grading import record
from autograder.grading.intake import Submission, Unreadable
from autograder.grading.outcome import Graded

EXERCISE = load_course().session("36").exercises[0]
VERDICT = score(EXERCISE, [find("k", "it is 2", False, 8, expected=2, got=3, cause="Off by one.", next_step="Count.")])
SUBMISSION = Submission("ada", "36", "stem", "/x/ada.ipynb", "ada.ipynb", "abc", ("test cell edited: 36.1",), (), "{}")
TERMS = {"course_version": "v1", "seed": 7, "budget": "fast", "data": "iris"}


def result(student="ada", **more):
    graded = Graded("failed", 0.0, 8.0, (VERDICT,), ("check left no evidence: 36.2",))
    return {**record.result_of(SUBMISSION, graded, 1.234, TERMS, "bubblewrap"), "student": student, **more}


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
        "file": "ada.ipynb",
        "course_version": "v1",
        "seed": 7,
        "budget": "fast",
        "data": "iris",
        "isolation": "bubblewrap",
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


def test_a_finding_that_rests_on_a_score_keeps_it(tmp_path):
    measure = Measure("accuracy", 0.89, Threshold(0.9, 0.01))
    graded = Graded("failed", 0.0, 8.0, (score(EXERCISE, [find("k", "c", False, 8, measure=measure)]),), ())
    (finding,) = record.result_of(SUBMISSION, graded, 1.0, TERMS, "none")["exercises"][0]["findings"]
    assert finding["measure"] == {"name": "accuracy", "value": 0.89, "threshold": 0.9}


UNREADABLE = Unreadable("ada", "36", "stem", "/x/ada.ipynb", "ada.ipynb", "abc", "the file is empty")


@pytest.mark.parametrize(
    ("recorded", "terms", "why"),
    [
        ({}, {}, ""),
        (None, {}, "it is new"),
        ({"sha256": "other"}, {}, "the notebook changed"),
        ({"outcome": "unreadable"}, {}, "the notebook changed"),
        ({"outcome": "grader_error"}, {}, "the grader had failed"),
        ({}, {"course_version": "v2"}, "the course or its grader changed"),
        ({}, {"seed": 8}, "the seed changed"),
        ({}, {"budget": "full"}, "the budget changed"),
        ({}, {"data": "full_iris"}, "the data changed"),
    ],
)
def test_what_makes_a_result_stale(recorded, terms, why):
    before = None if recorded is None else result(**recorded)
    assert record.why_again(before, SUBMISSION, {**TERMS, **terms}) == why
    if before and "sha256" not in recorded and "outcome" not in recorded:
        stands = record.standing([before], lambda session: {**TERMS, **terms})
        assert stands == ({} if why else {("ada", "abc"): before})


def test_what_became_unreadable_is_graded_again():
    assert record.why_again(result(), UNREADABLE, TERMS) == "the notebook changed"


def test_that_a_file_was_unreadable_is_forgotten_once_it_is_good(tmp_path):
    lost = Unreadable("ada", "", "ada", "/x/ada.ipynb", "ada.ipynb", "a", "the file is empty")
    other = Unreadable("ada", "", "old", "/x/old.ipynb", "old.ipynb", "b", "the file is empty")
    for item in (lost, other):
        record.append(tmp_path, record.unreadable_result(item, None, TERMS))
    assert len(record.load(tmp_path).results) == 2
    record.append(tmp_path, result())
    assert [r["file"] for r in record.load(tmp_path).results] == ["old.ipynb", "ada.ipynb"]


def test_what_was_recorded_since(tmp_path):
    record.append(tmp_path, result("ada"))
    size = record.load(tmp_path).size
    assert size == (tmp_path / "results.jsonl").stat().st_size
    record.append(tmp_path, result("bob"))
    loaded = record.load(tmp_path)
    assert [r["student"] for r in loaded.since(size)] == ["bob"]
    assert len(loaded.since(0)) == 2 and loaded.since(loaded.size) == ()


def test_an_unreadable_notebook_has_a_row_for_each_exercise():
    session = load_course().session("36")
    line = record.unreadable_result(UNREADABLE, session, TERMS)
    assert (line["outcome"], line["max_points"], line["flags"]) == (
        "unreadable",
        100,
        ["unreadable: the file is empty"],
    )
    assert {e["outcome"] for e in line["exercises"]} == {"unreadable"}
    assert record.unreadable_result(UNREADABLE, None, TERMS)["exercises"] == []


def test_the_seed_is_asked_for_recorded_or_drawn(tmp_path):
    drawn = record.settle_seed(tmp_path, None)
    assert drawn != record.settle_seed(tmp_path, None), "drawn at random"
    record.write_run(tmp_path, seed=drawn)
    assert record.settle_seed(tmp_path, None) == drawn
    assert record.settle_seed(tmp_path, 5) == 5


def test_the_run_file_is_written_only_where_something_is_new(tmp_path):
    record.write_run(tmp_path, seed=5, budget="fast")
    before = (tmp_path / "run.json").stat().st_mtime_ns
    record.write_run(tmp_path, seed=5)
    assert (tmp_path / "run.json").stat().st_mtime_ns == before
    record.write_run(tmp_path, isolation="none")
    assert record.read_run(tmp_path) == {"seed": 5, "budget": "fast", "isolation": "none"}
    (tmp_path / "run.json").write_text("{")
    record.write_run(tmp_path, seed=6)
    assert record.read_run(tmp_path) == {"seed": 6}


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
