"""The straight line for a whole batch: what was taken in is executed, judged and recorded, several at a time."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.grading import record
from autograder.grading.execute import Execution, Interrupted, Task
from autograder.grading.intake import Submission, Unreadable
from autograder.grading.outcome import Graded
from autograder.grading.plan import Batch, Line
from autograder.grading.worker import Worker, open_worker

OTHER_SEEDS = 2  # how often a score just below its threshold gets another draw
_ENDED = object()  # what a worker's thread leaves in the queue when it has stopped


class BatchInterrupted(Exception):
    """The run was stopped; what had been recorded stays."""


@dataclass(frozen=True)
class Rules:
    """How one kind of course is graded.

    `task(submission, attempt)` is what a worker runs, with another seed for each attempt; `grade(submission,
    execution)` is what came of it. A near miss is tried again `other_seeds` times.
    """

    task: Callable[[Submission, int], Task]
    grade: Callable[[Submission, Execution], Graded]
    other_seeds: int = OTHER_SEEDS


def grade_batch(
    batch: Batch, out: Path, line: Line, rules: Rules, on_result: Callable[[Mapping], None]
) -> list[Mapping]:
    """Grade what is to be done, recording each result in `out` as it comes. Raises `BatchInterrupted` on Ctrl-C."""
    results: list[Mapping] = []

    def settle(result: Mapping) -> None:
        record.append(out, result)
        results.append(result)
        on_result(result)

    try:
        for item in (item for item in batch.todo if isinstance(item, Unreadable)):
            session = line.releases[item.session].session if item.session in line.releases else None
            settle(record.unreadable_result(item, session, line.terms(item.session)))
        submissions = [item for item in batch.todo if isinstance(item, Submission)]
        _in_parallel(submissions, line, rules, settle)
    except (KeyboardInterrupt, Interrupted) as error:
        raise BatchInterrupted from error
    return results


def _in_parallel(submissions: list[Submission], line: Line, rules: Rules, settle: Callable[[Mapping], None]) -> None:
    """Let as many workers as the line has take one submission after the other; `settle` is called in this thread."""
    todo: queue.SimpleQueue = queue.SimpleQueue()
    done: queue.SimpleQueue = queue.SimpleQueue()
    # The most worked-on notebooks take longest: begun last, one of them would keep everyone waiting.
    for submission in sorted(submissions, key=lambda s: len(s.untouched)):
        todo.put(submission)
    asked_to_stop = threading.Event()
    workers = min(line.workers, len(submissions))
    with ThreadPoolExecutor(max(workers, 1), thread_name_prefix="grade") as pool:
        threads = [pool.submit(_work, todo, done, line, rules, asked_to_stop) for _ in range(workers)]
        try:
            while workers:
                result = done.get()
                if result is _ENDED:
                    workers -= 1
                else:
                    settle(result)
        finally:
            asked_to_stop.set()
    failed = [thread.exception() for thread in threads if thread.exception()]
    if failed and not todo.empty():  # nobody was left to do the rest
        raise failed[0]


def _work(todo: queue.SimpleQueue, done: queue.SimpleQueue, line: Line, rules: Rules, stop: threading.Event) -> None:
    """One worker's life, in a thread of its own: it takes submissions until none is left."""
    try:
        with open_worker(line.isolation, line.course.limits, one_thread=line.workers > 1) as worker:
            while not stop.is_set():
                done.put(_result_of(todo.get_nowait(), line, rules, worker, stop))
    except (queue.Empty, Interrupted):
        pass
    finally:
        done.put(_ENDED)


def _result_of(
    submission: Submission, line: Line, rules: Rules, worker: Worker, asked_to_stop: threading.Event
) -> Mapping:
    """The result of one submission; whatever goes wrong on the grader's side is in it, and stops no other."""
    begun = time.monotonic()
    try:
        graded = grade_submission(submission, rules, worker, asked_to_stop)
    except Interrupted:
        raise
    except Exception as error:
        graded = rules.grade(submission, Execution(fault=f"{type(error).__name__}: {error}"[:500]))
    seconds = time.monotonic() - begun
    return record.result_of(submission, graded, seconds, line.terms(submission.session), line.isolation)


def grade_submission(
    submission: Submission, rules: Rules, worker: Worker, asked_to_stop: threading.Event | None = None
) -> Graded:
    """One submission down the line: execute it, judge its evidence, put both together.

    Where a trained model's score lies just below its threshold, it is done again with other seeds, and the best counts.
    """
    best = _attempt(submission, rules, worker, 0, asked_to_stop)
    near = near_misses(best)
    attempts = 1
    while near_misses(best) and attempts <= rules.other_seeds:
        again = _attempt(submission, rules, worker, attempts, asked_to_stop)
        best = again if again.points > best.points else best
        attempts += 1
    if attempts == 1:
        return best
    flag = f"just below a threshold in {', '.join(near)}: run with {attempts} seeds, the best counts"
    return replace(best, flags=(*best.flags, flag))


def near_misses(graded: Graded) -> list[str]:
    """The exercises in which a score failed by so little that another seed may pass."""
    return [v.exercise for v in graded.verdicts if any(f.measure and f.measure.near_miss for f in v.findings)]


def _attempt(
    submission: Submission, rules: Rules, worker: Worker, attempt: int, asked_to_stop: threading.Event | None
) -> Graded:
    """Run it and grade it; where the worker fails, run it once more: twice in a row is the notebook's doing."""
    task = rules.task(submission, attempt)
    execution = worker.run(task, asked_to_stop)
    if execution.ended != "worker_died" and not execution.fault:
        return rules.grade(submission, execution)
    execution = worker.run(task, asked_to_stop)
    graded = rules.grade(submission, execution)
    return replace(graded, flags=(*graded.flags, "its worker failed: run again on a fresh one"))
