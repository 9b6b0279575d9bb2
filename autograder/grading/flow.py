"""The straight line for a whole batch: what was taken in is executed, judged and recorded, several at a time."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course
from autograder.grading import record
from autograder.grading.execute import Execution, Interrupted, Task, execute
from autograder.grading.intake import Received, Submission, Unreadable
from autograder.grading.judge import JudgeProcess, sealed_inputs
from autograder.grading.outcome import Graded, combine
from autograder.grading.release import Release


@dataclass(frozen=True)
class Batch:
    """What a run has to do: `kept` results still stand, `todo` is to be graded."""

    todo: tuple[Received, ...]
    kept: tuple[Mapping, ...]


@dataclass(frozen=True)
class Line:
    """What every submission of a run meets: course, releases, the run's seed and budget, and how many run at a time."""

    course: Course
    releases: Mapping[str, Release]
    seed: int
    workers: int
    budget: str = "fast"


class BatchInterrupted(Exception):
    """The run was stopped; what had been recorded stays."""


def training_seed(seed: int) -> int:
    """The seed that kernels get for their random draws, below 2**31.

    Made so that it does not tell the run's seed, from which the sealed inputs and their labels are drawn.
    """
    return int.from_bytes(hashlib.sha256(f"training {seed}".encode()).digest()[:4], "big") >> 1


def plan(received: Iterable[Received], recorded: Iterable[Mapping], line: Line, fresh: bool) -> Batch:
    """Divide what was taken in into what is graded already, unchanged, and what is to be done. `fresh`: do it all."""
    latest = {record.key_of(result): result for result in recorded}
    todo, kept = [], []
    for item in received:
        result = latest.get((item.student, item.session, item.notebook))
        if not fresh and record.is_current(result, item, version_of(item.session, line), line.seed):
            kept.append(result)
        else:
            todo.append(item)
    return Batch(tuple(todo), tuple(kept))


def version_of(session_id: str, line: Line) -> str:
    """The course version that a session's results are marked with."""
    return line.releases[session_id].version if session_id in line.releases else ""


def grade_batch(batch: Batch, out: Path, line: Line, on_result: Callable[[Mapping], None]) -> list[Mapping]:
    """Grade what is to be done, recording each result in `out` as it comes. Raises `BatchInterrupted` on Ctrl-C."""
    asked_to_stop = threading.Event()
    results: list[Mapping] = []

    def settle(result: Mapping) -> None:
        record.append(out, result)
        results.append(result)
        on_result(result)

    for item in (item for item in batch.todo if isinstance(item, Unreadable)):
        session = line.releases[item.session].session if item.session in line.releases else None
        settle(record.unreadable_result(item, session, version_of(item.session, line), line.seed))
    submissions = [item for item in batch.todo if isinstance(item, Submission)]
    inputs = {
        s: sealed_inputs(line.releases[s].session, line.seed, line.budget) for s in {i.session for i in submissions}
    }
    limits = line.course.limits
    with JudgeProcess(limits.evidence_bytes, limits.judge_timeout_s) as judge:
        pool = ThreadPoolExecutor(line.workers, thread_name_prefix="grade")
        try:
            futures = [pool.submit(_grade_one, s, inputs[s.session], line, judge, asked_to_stop) for s in submissions]
            for future in as_completed(futures):
                settle(future.result())
        except (KeyboardInterrupt, Interrupted) as error:
            raise BatchInterrupted from error
        finally:
            asked_to_stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
    return results


def grade_notebook(
    submission: Submission,
    line: Line,
    judge: JudgeProcess,
    seal_seed: int,
    kernel_seed: int | None,
    inputs: Mapping[str, bytes],
    asked_to_stop: threading.Event | None = None,
) -> Graded:
    """One submission down the line: execute it, judge its evidence, put both together."""
    task = Task(submission.notebook_json, inputs, kernel_seed, one_thread=line.workers > 1)
    execution = execute(task, line.course.limits, asked_to_stop)
    judged = judge.judge(submission.session, execution.evidence, seal_seed, line.budget)
    return combine(line.releases[submission.session].session, execution, judged, submission.untouched)


def _grade_one(
    submission: Submission, inputs: Mapping[str, bytes], line: Line, judge: JudgeProcess, asked_to_stop: threading.Event
) -> Mapping:
    """The result of one submission; whatever goes wrong on the grader's side is in it, and stops no other."""
    if asked_to_stop.is_set():
        raise Interrupted
    begun = time.monotonic()
    try:
        graded = grade_notebook(submission, line, judge, line.seed, training_seed(line.seed), inputs, asked_to_stop)
    except Interrupted:
        raise
    except Exception as error:
        session = line.releases[submission.session].session
        fault = Execution(fault=f"{type(error).__name__}: {error}"[:500])
        graded = combine(session, fault, {}, ())
    version = version_of(submission.session, line)
    return record.result_of(submission, graded, time.monotonic() - begun, version, line.seed)
