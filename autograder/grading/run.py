"""A whole grading run: plan it, grade what is new, and bring every file in the results' folder up to date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import RunInterrupted
from autograder.grading import record
from autograder.grading.flow import BatchInterrupted, Line, grade_batch, plan
from autograder.grading.intake import Received
from autograder.report.feedback import write_feedback
from autograder.report.page import write_report


@dataclass(frozen=True)
class Options:
    """How a run is done. `database` None means gradebook.db beside the results; `fresh` grades unchanged work again."""

    isolation: str
    fresh: bool = False
    database: str | None = None


@dataclass(frozen=True)
class Done:
    """What a run came to: all results in the folder, those of this run, and warnings about what was found there."""

    results: tuple[Mapping, ...]
    graded: tuple[Mapping, ...]
    kept: tuple[Mapping, ...]
    warnings: tuple[str, ...]


def run(
    received: list[Received],
    out: Path,
    line: Line,
    options: Options,
    show: Callable[[int], AbstractContextManager[Callable[[Mapping], object]]] = lambda total: nullcontext(id),
) -> Done:
    """Grade `received` into `out`; `show(total)` yields what is told each result as it comes.

    Raises `RunInterrupted`, `RecordError`, and OSError where `out` cannot be written.
    """
    out.mkdir(parents=True, exist_ok=True)
    record.write_run(out, line.seed, options.isolation)
    loaded = record.load(out)
    batch = plan(received, loaded.results, line, options.fresh)
    try:
        with show(len(batch.todo)) as tell:
            graded = grade_batch(batch, out, line, tell)
    except BatchInterrupted as error:
        done, total = _progress(received, out, line)
        raise RunInterrupted(
            f"interrupted: {done} of {total} recorded in {out}; run the same command to go on"
        ) from error
    results = record.load(out).results
    publish(results, graded, out, line, options)
    return Done(results, tuple(graded), batch.kept, loaded.warnings)


def publish(results: tuple[Mapping, ...], graded: list[Mapping], out: Path, line: Line, options: Options) -> None:
    """Grades, report, feedback and gradebook; feedback and gradebook only of what is new."""
    record.write_grades(out, results)
    write_report(out, results, line.course, options.isolation)
    write_feedback(out, graded, line.course)
    new = graded
    if options.database is None and not (out / "gradebook.db").exists():
        new = list(results)
    if new:
        from autograder.grading.gradebook import gradebook_url, write_gradebook  # imports half of nbgrader: a second

        write_gradebook(gradebook_url(out, options.database), new, line.releases)


def _progress(received: list[Received], out: Path, line: Line) -> tuple[int, int]:
    left = plan(received, record.load(out).results, line, fresh=False).todo
    return len(received) - len(left), len(received)
