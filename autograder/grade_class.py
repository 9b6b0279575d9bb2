"""Grade what an instructor hands over: from the command's arguments to the files in the results' folder."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.console import Console

from autograder.course import Course, load_course
from autograder.grading.flow import Line
from autograder.grading.found import IntakeError
from autograder.grading.intake import Received, Submission, Unreadable, take_in
from autograder.grading.record import settle_seed
from autograder.grading.release import course_root, load_releases
from autograder.grading.run import Done, Options, run
from autograder.report.terminal import counts_text, progress

_SHOWN_REASONS = 3


def grade_class(
    submissions: Path,
    out: Path,
    session: str | None,
    workers: int,
    fresh: bool,
    database: str | None,
    seed: int | None,
    *,
    course: Course | None = None,
    root: Path | None = None,
    console: Console | None = None,
) -> Done:
    """Grade `submissions` into `out`, with progress on stderr.

    Raises `IntakeError` where nothing can be graded, `RecordError`, `ReleaseError`, `RunInterrupted` and OSError.
    """
    course, root = course or load_course(), root or course_root()
    console = console or Console(stderr=True)
    sessions = (course.session(session),) if session else course.sessions
    releases = load_releases(root, sessions)
    received = take_in(submissions, course, releases, session)
    if not any(isinstance(item, Submission) for item in received):
        raise IntakeError(f"nothing in {submissions} can be graded: {_reasons(received)}")
    out.mkdir(parents=True, exist_ok=True)
    line = Line(course, releases, settle_seed(out, seed), workers)
    console.print("no sandbox yet: student code runs unprotected", style="yellow")
    done = run(received, out, line, Options("none", fresh, database), lambda total: progress(total, console))
    for warning in done.warnings:
        console.print(f"autograder: {warning}", style="yellow", highlight=False, markup=False)
    return done


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
