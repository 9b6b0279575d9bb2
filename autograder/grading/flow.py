"""The straight line for a whole batch: what was taken in is executed, judged and recorded, several at a time."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.grading import record
from autograder.grading.execute import Execution, Interrupted, Task
from autograder.grading.intake import Submission, Unreadable
from autograder.grading.outcome import Graded, added_up
from autograder.grading.plan import Batch, Line
from autograder.grading.reference import Reference, better, carried_error
from autograder.grading.worker import Worker, open_worker

# A notebook that came to this is not run again with the reference's answers: they are not for those who tamper, and
# a run that ended early counts as far as it came.
_RUN_ONCE = ("grader_error", "tampered", "crashed", "memory")
OTHER_SEEDS = 2  # how often a score just below its threshold gets another draw
_ENDED = object()  # what a worker's thread leaves in the queue when it has stopped


class BatchInterrupted(Exception):
    """The run was stopped; what had been recorded stays."""


@dataclass(frozen=True)
class Rules:
    """How one kind of course is graded.

    `task(submission, attempt)` is what a worker runs, with another seed for each attempt; `grade(submission,
    execution)` is what came of it. A near miss is tried again `other_seeds` times. `reference(session_id)` has what
    takes the place of a wrong answer, for those that build on it.
    """

    task: Callable[[Submission, int], Task]
    grade: Callable[[Submission, Execution], Graded]
    other_seeds: int = 0
    reference: Callable[[str], Reference] = lambda session_id: Reference()

    def once(self) -> Rules:
        """The same, but every notebook runs once, as it is."""
        return Rules(self.task, self.grade)


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
    # A worker need not wait while its last notebook is judged: another thread gives it the next one.
    threads = min(2 * workers, len(submissions))
    with _free_workers(workers, line) as free, ThreadPoolExecutor(max(threads, 1), "grade") as pool:
        working = [pool.submit(_work, todo, done, free, rules, line, asked_to_stop) for _ in range(threads)]
        try:
            while threads:
                result = done.get()
                if result is _ENDED:
                    threads -= 1
                else:
                    settle(result)
        finally:
            asked_to_stop.set()
    for ended in working:
        ended.result()  # raises what ended it: then its submission has no result


@contextmanager
def _free_workers(count: int, line: Line) -> Iterator[queue.SimpleQueue]:
    """A queue of workers, each with the thread it lives in. Raises what the first one raised if none can be opened."""
    free: queue.SimpleQueue = queue.SimpleQueue()
    failed: list[Exception] = []
    with ExitStack() as stack:
        for _ in range(count):
            thread = stack.enter_context(ThreadPoolExecutor(1, "worker"))
            opened = ExitStack()
            stack.callback(lambda thread=thread, opened=opened: thread.submit(opened.close).result())
            one = open_worker(line.isolation, line.course.limits, one_thread=line.workers > 1)
            try:
                free.put((thread, thread.submit(opened.enter_context, one).result()))
            except Exception as error:
                failed.append(error)
        if failed and free.empty():
            raise failed[0]
        yield free


class _Turn:
    """A turn at one of the free workers, waited for at the start, and another one for every run after the first."""

    def __init__(self, free: queue.SimpleQueue):
        self._free, self._had = free, free.get()

    def __enter__(self) -> _Turn:
        return self

    def __exit__(self, *_) -> None:
        if self._had:
            self._free.put(self._had)

    def run(self, task: Task, asked_to_stop: threading.Event | None = None) -> Execution:
        """As a worker's, in that worker's own thread."""
        (thread, worker), self._had = self._had or self._free.get(), None
        try:
            if asked_to_stop is not None and asked_to_stop.is_set():
                raise Interrupted
            return thread.submit(worker.run, task, asked_to_stop).result()
        finally:
            self._free.put((thread, worker))


def _work(
    todo: queue.SimpleQueue,
    done: queue.SimpleQueue,
    free: queue.SimpleQueue,
    rules: Rules,
    line: Line,
    stop: threading.Event,
) -> None:
    """Grade one submission after the other until none is left."""
    try:
        while not stop.is_set():
            with _Turn(free) as turn:
                done.put(_result_of(todo.get_nowait(), line, rules, turn, stop))
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

    An error is carried only once: where others build on a wrong answer, they are judged on the reference's, too, and
    the better counts.
    """
    graded = _with_other_seeds(submission, rules, worker, asked_to_stop)
    if graded.outcome in _RUN_ONCE or graded.points == graded.max_points:
        return graded
    reference, replaced = rules.reference(submission.session), []
    builders = reference.builders(submission.notebook_json)
    while carried := carried_error(graded.verdicts, reference.in_doubt(builders, graded.verdicts), replaced):
        replaced.append(carried)
        mended = replace(submission, notebook_json=reference.put_into(submission.notebook_json, replaced))
        again = _with_other_seeds(mended, rules, worker, asked_to_stop)
        doubted = reference.in_doubt(builders, graded.verdicts)
        verdicts = better(graded.verdicts, again.verdicts, doubted, replaced)
        graded = added_up(verdicts, dict.fromkeys((*graded.flags, *again.flags)))
    return graded


def _with_other_seeds(
    submission: Submission, rules: Rules, worker: Worker, asked_to_stop: threading.Event | None
) -> Graded:
    """Its grade; where a trained model's score lies just below its threshold, the best of it with other seeds."""
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
