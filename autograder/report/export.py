"""Grades as files that learning management systems take in."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from autograder.course import Course
from autograder.grading.record import write_grades
from autograder.report.shown import heading

_UNGRADED = ("grader_error",)  # left empty: a zero would be a grade


def export(out: Path, results: Iterable[Mapping], course: Course, form: str) -> Path:
    """Write `out`'s results in the given form and return the file's path.

    `csv`: one row per student and exercise. `canvas` and `moodle`: one row per student, one column per session.
    """
    results = list(results)
    if form == "csv":
        return write_grades(out, results)
    sessions = [s for s in course.sessions if any(r["session"] == s.id for r in results)]
    writer = {"canvas": _canvas, "moodle": _moodle}[form]
    path = out / f"{form}.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(writer(_totals(results), sessions))
    return path


def _totals(results: list[Mapping]) -> dict[str, dict[str, str]]:
    """Points by student and session, as text; empty where there is no grade."""
    totals: dict[str, dict[str, str]] = {}
    for result in results:
        points = "" if result["outcome"] in _UNGRADED else f"{result['points']:g}"
        totals.setdefault(result["student"], {})[result["session"]] = points
    return totals


def _canvas(totals: Mapping[str, Mapping[str, str]], sessions: list) -> Iterable[list[str]]:
    """Canvas's gradebook import: its five columns about the student, the points possible in a second line."""
    about = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    yield [*about, *(heading(s) for s in sessions)]
    yield ["    Points Possible", "", "", "", "", *(f"{sum(e.points for e in s.exercises):g}" for s in sessions)]
    for student in sorted(totals):
        yield [student, "", "", student, "", *(totals[student].get(s.id, "") for s in sessions)]


def _moodle(totals: Mapping[str, Mapping[str, str]], sessions: list) -> Iterable[list[str]]:
    """Moodle's CSV import: a column that identifies the student, which the import maps, and one column a grade item."""
    yield ["Full name", *(heading(s) for s in sessions)]
    for student in sorted(totals):
        yield [student, *(totals[student].get(s.id, "") for s in sessions)]
