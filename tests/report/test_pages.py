"""The pages: complete, self-contained, and safe whatever a student is called or writes."""

from __future__ import annotations

import re

import pytest

from autograder.course import load_course
from autograder.report.feedback import code, write_feedback
from autograder.report.filenames import feedback_path, safe_name
from autograder.report.looks import LOOKS
from autograder.report.page import write_report

EVIL = "<script>alert(1)</script>"


def result(student="ada", outcome="partial", **more):
    finding = {
        "key": "k",
        "check": f"`x` {EVIL}",
        "passed": False,
        "expected": "1",
        "got": EVIL,
        "hint": "Look at `x`.",
    }
    exercise = {"id": "36.1", "title": "Tensors", "outcome": outcome, "points": 3.0, "max_points": 8.0}
    return {
        "student": student,
        "session": "36",
        "notebook": "nb",
        "outcome": outcome,
        "points": 3.0,
        "max_points": 100.0,
        "seconds": 1.25,
        "flags": [f"flag {EVIL}"],
        "isolation": "none",
        "budget": "fast",
        "data": "iris",
        "exercises": [{**exercise, "findings": [finding]}],
        **more,
    }


def test_the_report_shows_points_outcomes_flags_seconds_and_links(tmp_path):
    page = write_report(tmp_path, [result(), result("bob", "timeout")], load_course()).read_text()
    for text in ("ada", "bob", "time-out", "1.2", "feedback/ada/36.html", "Student code ran unprotected", "36.10"):
        assert text in page
    assert EVIL not in page and "&lt;script&gt;" in page
    assert not re.search(r"(src|href)=[\"']?https?:", page), "self-contained"


def test_a_sandboxed_run_has_no_warning(tmp_path):
    assert "unprotected" not in write_report(tmp_path, [result(isolation="bubblewrap")], load_course()).read_text()
    mixed = [result(isolation="bubblewrap"), result("bob")]
    assert (
        "In 1 of 2 submissions student code ran unprotected" in write_report(tmp_path, mixed, load_course()).read_text()
    )


def test_the_report_says_under_which_budget_and_on_which_data(tmp_path):
    page = write_report(tmp_path, [result(), result("bob", budget="full")], load_course()).read_text()
    assert "Budget: fast, full · Data: iris" in page


def test_what_belongs_to_no_session_is_listed_too(tmp_path):
    lost = result("eve", "unreadable", session="", flags=["unreadable: the file is empty"], exercises=[])
    page = write_report(tmp_path, [lost], load_course()).read_text()
    assert "Of no session" in page and "unreadable: the file is empty" in page


def test_every_outcome_has_its_word(tmp_path):
    page = write_report(tmp_path, [result(name, name) for name in LOOKS], load_course()).read_text()
    assert all(word in page for word, _, _ in LOOKS.values())


def test_feedback_tells_each_finding(tmp_path):
    assert write_feedback(tmp_path, [result()], load_course()) == 1
    page = (tmp_path / "feedback" / "ada" / "36.html").read_text()
    for text in ("ada: 3 of 100 points", "36.1 Tensors", "<dt>expected</dt>", "Look at <code>x</code>."):
        assert text in page
    assert EVIL not in page


def test_a_missing_exercise_is_not_attempted(tmp_path):
    write_feedback(tmp_path, [result(outcome="missing")], load_course())
    assert "Not attempted yet." in (tmp_path / "feedback" / "ada" / "36.html").read_text()


def test_code_escapes_what_stands_between_back_ticks():
    assert code("`<b>` & c") == "<code>&lt;b&gt;</code> &amp; c"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..", ".", "", "a/b", "a\\b", "con", "x" * 500, "a\0b", "\udcff", "-"]
)
def test_no_name_leads_out_of_the_folder(tmp_path, name):
    write_feedback(tmp_path / "out", [result(name, flags=[])], load_course())
    (page,) = tmp_path.rglob("*.html")
    assert page.parent.parent == tmp_path / "out" / "feedback"
    assert len(page.parent.name) <= 70


def test_plain_names_stay_and_unlike_names_stay_unlike():
    assert safe_name("josé.garcía@uni.es") == "josé.garcía@uni.es"
    assert len({safe_name(name) for name in ("a b", "a_b", "a/b", "a:b")}) == 4
    assert feedback_path("ada", "").as_posix() == "feedback/ada/unknown.html"
