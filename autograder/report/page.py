"""The class report: one self-contained page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from autograder.course import Course
from autograder.grading.plan import NBGRADER_RULE
from autograder.grading.record import replace_text
from autograder.report.filenames import feedback_path
from autograder.report.looks import LOOKS
from autograder.report.shown import heading

UNPROTECTED = "student code ran unprotected, with the rights of the person who started the grading."


def templates() -> Environment:
    """The page templates; every value is escaped."""
    environment = Environment(
        loader=PackageLoader("autograder.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["number"] = lambda value: f"{value:g}"
    environment.globals["look"] = lambda outcome: LOOKS.get(outcome, (outcome, "", "none"))
    return environment


def write_report(out: Path, results: Iterable[Mapping], course: Course) -> Path:
    """Write report.html in `out` from its results and return its path."""
    results = list(results)
    sections = [_section(session, results) for session in course.sessions]
    unknown = [r for r in results if r["session"] not in {session.id for session in course.sessions}]
    page = (
        templates()
        .get_template("report.html")
        .render(
            course=course,
            sections=[section for section in sections if section["rows"]],
            unknown=unknown,
            note=_unprotected(results),
            conditions=_conditions(results),
            in_kernel=any(result.get("rule") == NBGRADER_RULE for result in results),
            feedback=lambda r: feedback_path(r["student"], r["session"]).as_posix(),
        )
    )
    path = out / "report.html"
    replace_text(path, page)
    return path


def _unprotected(results: list[Mapping]) -> str:
    """How many submissions ran without a sandbox, if any did."""
    count = sum(result.get("isolation") == "none" for result in results)
    share = "" if count == len(results) else f"In {count} of {len(results)} submissions "
    return share + (UNPROTECTED if share else UNPROTECTED.capitalize()) if count else ""


def _conditions(results: list[Mapping]) -> str:
    """Budgets and data of all results, each named once."""
    told = []
    for key, name in (("budget", "Budget"), ("data", "Data")):
        values = sorted({str(result.get(key)) for result in results if result.get(key)})
        told += [f"{name}: {', '.join(values)}"] if values else []
    return " · ".join(told)


def _section(session, results: list[Mapping]) -> dict:
    rows = [r for r in results if r["session"] == session.id]
    counts = {outcome: sum(r["outcome"] == outcome for r in rows) for outcome in LOOKS}
    columns = []
    for exercise in session.exercises:
        points = [e["points"] for r in rows for e in r["exercises"] if e["id"] == exercise.id]
        columns.append({"exercise": exercise, "mean": sum(points) / len(points) if points else None})
    return {
        "session": session,
        "heading": heading(session),
        "points": sum(exercise.points for exercise in session.exercises),
        "rows": [{"result": r, "cells": {e["id"]: e for e in r["exercises"]}} for r in rows],
        "counts": {outcome: count for outcome, count in counts.items() if count},
        "columns": columns,
        "mean": sum(r["points"] for r in rows) / len(rows) if rows else None,
    }
