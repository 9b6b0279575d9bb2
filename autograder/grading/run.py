"""A whole grading run: plan it, grade what is new, and bring every file in the results' folder up to date."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import RunInterrupted
from autograder.grading import record
from autograder.grading.intake import Received, Submission, Unchanged
from autograder.grading.plan import Batch, Line, plan
from autograder.grading.release import solutions_path

if TYPE_CHECKING:  # what follows is imported where it is needed: a run that finds nothing new needs none of it
    from autograder.grading.flow import Rules


@dataclass(frozen=True)
class Options:
    """How a run is done.

    `isolation` is as asked: auto, bubblewrap or none. `database` None means gradebook.db beside the results; `fresh`
    grades unchanged work again.
    """

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
    say: Callable[[str], object] = id,
) -> Done:
    """Grade `received` into `out`; `show(total)` yields what is told each result as it comes, `say` gets what to know.

    Raises `RunInterrupted`, `RecordError`, `IsolationError`, and OSError where `out` cannot be written.
    """
    record.write_run(out, seed=line.seed, budget=line.budget)
    loaded = record.load(out)
    batch = plan(received, loaded.results, line, options.fresh)
    graded: list[Mapping] = []
    if batch.todo:
        graded = _grade(received, batch, out, line, options, show, say)
    _record_again(out, batch.kept, loaded.results)
    loaded_now = record.load(out)
    publish(out, loaded_now, line, options.database)
    return Done(loaded_now.results, tuple(graded), batch.kept, loaded.warnings)


def _grade(received, batch: Batch, out: Path, line: Line, options: Options, show, say) -> list[Mapping]:
    from autograder.grading.flow import BatchInterrupted, grade_batch
    from autograder.grading.leftovers import one_temporary_folder
    from autograder.grading.worker import settle_isolation

    if any(isinstance(item, Submission) for item in batch.todo):
        line = replace(line, isolation=settle_isolation(options.isolation))
        say(conditions(line))
    if batch.why:
        say(batch.why)
    record.write_run(out, isolation=line.isolation)
    threading.Thread(target=_prepare_to_publish, daemon=True).start()
    try:
        with one_temporary_folder(), show(len(batch.todo)) as tell, _rules(line) as rules:
            return grade_batch(batch, out, line, rules, tell)
    except BatchInterrupted as error:
        done, total = _progress(received, out, line)
        raise RunInterrupted(
            f"interrupted: {done} of {total} recorded in {out}; run the same command to go on"
        ) from error


def _prepare_to_publish() -> None:
    """nbgrader takes seconds to import and to begin with, which need not be waited for after the last notebook."""
    from autograder.grading.gradebook import prepare

    prepare()


def conditions(line: Line) -> str:
    """Under which conditions a run grades, in one line."""
    data = sorted({str(line.terms(session_id)["data"]) for session_id in line.releases} - {""})
    sandbox = f"in {line.isolation}" if line.isolation != "none" else "unprotected: student code runs with your rights"
    number = f"{line.workers} at a time" if line.workers > 1 else "one at a time"
    budget = f"budget {line.budget}" if line.budget else "another course, checked inside the student's kernel"
    ours = [release.path for release in line.releases.values() if not release.by_nbgrader]
    carried = (
        "" if all(solutions_path(path).is_file() for path in ours) else "; without solutions/: errors are carried on"
    )
    return f"{sandbox}; {number}; {budget}" + (f"; data: {', '.join(data)}" if data else "") + carried


@contextmanager
def _rules(line: Line) -> Iterator[Rules]:
    if all(release.by_nbgrader for release in line.releases.values()):
        from autograder.grading.nbgrader_rule import nbgrader_rules

        yield nbgrader_rules(line.releases)
        return
    from autograder.grading.judge import JudgeProcess
    from autograder.grading.own_course import graded_rules

    limits = line.course.limits
    with JudgeProcess(limits.evidence_bytes, limits.judge_timeout_s) as judge:
        judge.start()  # while workers are opened
        yield graded_rules(line, judge)


def _record_again(out: Path, kept: tuple[Mapping, ...], recorded: tuple[Mapping, ...]) -> None:
    """A file that could not be read for a while and now is what it was: its standing result is the latest again."""
    broken = {record.file_of(result) for result in recorded if result["outcome"] == "unreadable"}
    for result in kept:
        if result["outcome"] != "unreadable" and record.file_of(result) in broken:
            record.append(out, result)


def publish(out: Path, loaded: record.Loaded, line: Line, database: str | None) -> None:
    """Grades, report, feedback and gradebook: nothing where nothing is new since they were last written."""
    target = database or "gradebook.db"
    known = record.read_run(out).get("published", {})
    up_to = known.get("bytes", 0) if known.get("database") == target else 0
    files = [out / name for name in (record.GRADES, "report.html", *(() if database else ("gradebook.db",)))]
    if up_to > loaded.size or not all(path.exists() for path in files):
        up_to = 0
    new = loaded.since(up_to)
    if not new:
        return
    from autograder.grading.gradebook import gradebook_url, write_gradebook
    from autograder.report.feedback import write_feedback
    from autograder.report.page import write_report

    record.write_grades(out, loaded.results)
    write_report(out, loaded.results, line.course)
    write_feedback(out, new, line.course)
    write_gradebook(gradebook_url(out, database), new, line.releases)
    record.write_run(out, published={"bytes": loaded.size, "database": target})


def _progress(received: list[Received], out: Path, line: Line) -> tuple[int, int]:
    left = plan((item for item in received if not isinstance(item, Unchanged)), record.load(out).results, line, False)
    return len(received) - len(left.todo), len(received)
