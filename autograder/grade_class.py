"""Grade what an instructor hands over: from the command's arguments to the files in the results' folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.course import Course, load_course
from autograder.grading import record
from autograder.grading.found import IntakeError
from autograder.grading.intake import Receive, Received, Unreadable, receive_with, take_in
from autograder.grading.lock import only_grader
from autograder.grading.plan import Line, settle_budget
from autograder.grading.release import Release, course_root, load_releases
from autograder.grading.run import Done, Options, run
from autograder.report.looks import counts_text

if TYPE_CHECKING:
    from rich.console import Console

_SHOWN_REASONS = 3


def grade_class(
    submissions: Path,
    out: Path,
    session: str | None,
    workers: int,
    options: Options,
    seed: int | None,
    *,
    course: Course | None = None,
    root: Path | None = None,
    source: Path | None = None,
    console: Console | None = None,
) -> Done:
    """Grade `submissions` into `out`, with progress on stderr; `source` is the folder of another nbgrader course.

    Raises `IntakeError` where nothing can be graded, `FolderInUse`, `RecordError`, `ReleaseError`, `IsolationError`,
    `RunInterrupted` and OSError.
    """
    with ExitStack() as held:
        if out.is_dir():
            held.enter_context(only_grader(out))
        course, releases, receive = _course(course or load_course(), root, source, session, held)
        budget = "" if source else settle_budget(course)
        line = Line(course, releases, record.settle_seed(out, seed), workers, budget)
        standing = {} if options.fresh else record.standing(record.load(out).results, line.terms)
        received = take_in(submissions, course, receive, releases if session else None, standing)
        if all(isinstance(item, Unreadable) for item in received):
            raise IntakeError(f"nothing in {submissions} can be graded: {_reasons(received)}")
        if not out.is_dir():
            out.mkdir(parents=True)
            held.enter_context(only_grader(out))
        done = run(received, out, line, options, lambda total: _progress(total, console), _say)
    for warning in done.warnings:
        _say(f"autograder: {warning}")
    return done


def _course(
    course: Course, root: Path | None, source: Path | None, session: str | None, held: ExitStack
) -> tuple[Course, Mapping[str, Release], Receive]:
    """The course to grade, its releases and how files are read: our own, or the one in `source`."""
    if source is None:
        sessions = (course.session(session),) if session else course.sessions
        releases = load_releases(root or course_root(), sessions)
        return course, releases, receive_with(course, releases)
    from autograder.grading.nbgrader_rule import receiving
    from autograder.grading.other_course import read_course

    course, releases = read_course(source, course.limits)
    if session:
        releases = {course.session(session).id: releases[session]}
    return course, releases, held.enter_context(receiving(releases))


def _progress(total: int, console: Console | None) -> AbstractContextManager:
    from rich.console import Console

    from autograder.report.terminal import progress

    return progress(total, console or Console(stderr=True))


def _say(text: str) -> None:
    click.secho(text, err=True, fg="yellow" if text.startswith("unprotected") else None)


def summary(done: Done, out: Path, database: str | None) -> str:
    """What came of a run and where it lies, in a few lines."""
    counts = counts_text(Counter(result["outcome"] for result in (*done.graded, *done.kept)))
    kept = f" ({len(done.kept)} unchanged, not run again)" if done.kept else ""
    return "\n".join(
        [
            f"{len(done.graded) + len(done.kept)} submissions{kept}: {counts}",
            f"  {out / 'report.html'}  the class on one page",
            f"  {out / 'feedback'}  one page a student and session",
            f"  {out / 'grades.csv'}  points by student and exercise",
            f"  {out / 'results.jsonl'}  everything that was found",
            f"  {database or out / 'gradebook.db'}  nbgrader's gradebook",
        ]
    )


def _reasons(received: list[Received]) -> str:
    """The first few reasons, in one line."""
    reasons = [f"{item.place}: {item.reason}" for item in received if isinstance(item, Unreadable)]
    more = f"; and {len(reasons) - _SHOWN_REASONS} more" if len(reasons) > _SHOWN_REASONS else ""
    return "; ".join(reasons[:_SHOWN_REASONS]) + more or "no notebook of that session"
