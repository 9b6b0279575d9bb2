"""Judge evidence in a trusted process of its own, apart from the kernels and from the workers that talk to them.

Only this process knows expectations and sealed labels, and only it imports TensorFlow: it draws the sealed inputs and
keeps their key; bytes come in, verdicts go out. Where it dies or hangs over one submission, that is the grader's fault,
and the next submission meets a fresh process.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path

from autograder.course import load_course
from autograder.evidence import BadEvidence, decode, encode
from autograder.exercises import seal
from autograder.findings import Verdict
from autograder.grading.reference import Reference, load_reference
from autograder.grading.sandbox import ONE_THREAD


@dataclass(frozen=True)
class Judged:
    """What came of one exercise's evidence: a verdict, or why it is no evidence, or the grader's own fault."""

    verdict: Verdict | None = None
    bad_evidence: str = ""
    fault: str = ""


class JudgeFailed(RuntimeError):
    """The trusted process died, hung, or could not do what it was asked. Never the student's fault."""


_sealed = lru_cache(32)(seal)  # the same for all submissions of a session: drawing and decoding take seconds


def sealed_inputs(session_id: str, seal_seed: int, budget: str) -> dict[str, bytes]:
    """The archives that kernels get, by file name: the inputs drawn from `seal_seed`, never the key."""
    exercises = load_course().session(session_id).exercises
    return {f"{e.slug}.npz": encode(dict(_sealed(e.id, seal_seed, budget).inputs)) for e in exercises}


def judge_evidence(
    session_id: str, evidence: Mapping[str, bytes], seal_seed: int, budget: str, max_bytes: int
) -> dict[str, Judged]:
    """By exercise id, what the evidence (archives by slug) of one submission is worth. Imports TensorFlow."""
    session = load_course().session(session_id)
    return {
        exercise.id: _judge_one(exercise.id, evidence[exercise.slug], seal_seed, budget, max_bytes)
        for exercise in session.exercises
        if exercise.slug in evidence
    }


def _judge_one(exercise_id: str, archive: bytes, seal_seed: int, budget: str, max_bytes: int) -> Judged:
    from autograder.judging import judge

    try:
        return Judged(judge(exercise_id, decode(archive, max_bytes), _sealed(exercise_id, seal_seed, budget)))
    except BadEvidence as error:
        return Judged(bad_evidence=str(error))
    except Exception as error:  # a judge must not raise: whatever the evidence held, this is the grader's fault
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{os.path.basename(frame.filename)}:{frame.lineno}"
        return Judged(fault=f"the judge of {exercise_id} raised {type(error).__name__} at {where}: {error}"[:500])


class JudgeProcess:
    """The trusted process, started when first needed. Many threads may ask; it answers one at a time."""

    def __init__(self, max_evidence_bytes: int, timeout_s: float):
        self._max_evidence_bytes, self._timeout_s = max_evidence_bytes, timeout_s
        self._lock = threading.Lock()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> JudgeProcess:
        return self

    def __exit__(self, *_) -> None:
        self._kill()

    def start(self) -> None:
        """Start the process now, so that it is there when the first inputs are asked for."""
        with self._lock:
            self._start()

    def sealed_inputs(self, session_id: str, seal_seed: int, budget: str) -> dict[str, bytes]:
        """`sealed_inputs` in the trusted process, where the key stays. Raises `JudgeFailed`."""
        return self._ask(sealed_inputs, session_id, seal_seed, budget)

    def judge(self, session_id: str, evidence: Mapping[str, bytes], seal_seed: int, budget: str) -> dict[str, Judged]:
        """`judge_evidence` in the trusted process; a fault on every exercise with evidence where that one fails."""
        if not evidence:
            return {}
        try:
            return self._ask(judge_evidence, session_id, dict(evidence), seal_seed, budget, self._max_evidence_bytes)
        except JudgeFailed as error:
            exercises = load_course().session(session_id).exercises
            return {e.id: Judged(fault=str(error)) for e in exercises if e.slug in evidence}

    def reference(self, path: Path) -> Reference:
        """`load_reference` in the trusted process, which has TensorFlow. Raises `JudgeFailed`."""
        return self._ask(load_reference, path)

    def _ask(self, function: Callable, *arguments):
        with self._lock:
            try:
                if self._process is None or not self._process.is_alive():
                    self._start()
                self._pipe.send((function, arguments))
                if self._pipe.poll(self._timeout_s):
                    answer = self._pipe.recv()
                    if isinstance(answer, JudgeFailed):
                        raise answer
                    return answer
                fault = f"the judge took longer than {self._timeout_s:g} s"
            except (EOFError, OSError):
                fault = "the judge's process died"
            self._kill()
        raise JudgeFailed(fault)

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")  # fresh: nothing of the command line's state, no open files
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True, name="autograder-judge")
        self._process.start()
        theirs.close()

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
        self._process = self._pipe = None


def _serve(pipe: Connection) -> None:
    """Answer until the other end closes. Always on the CPU: the same verdict whatever device a kernel had."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command line, which ends this process
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # TensorFlow's notices; what goes wrong is told in the answer
    # Several threads would wait for one another, busily, in batches this small: one takes half the processor time.
    os.environ.update(ONE_THREAD, TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1")
    while True:
        try:
            function, arguments = pipe.recv()
        except EOFError:
            return
        try:
            answer = function(*arguments)
        except Exception as error:
            answer = JudgeFailed(f"{function.__name__} raised {type(error).__name__}: {error}"[:500])
        pipe.send(answer)
        import_module("keras")  # takes seconds, in which the first notebooks run with the inputs they were given
