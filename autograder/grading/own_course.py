"""How this course is graded: sealed inputs go into the kernel, the evidence that comes out goes to the judge."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from autograder.grading.execute import Execution, Task
from autograder.grading.flow import OTHER_SEEDS, Rules
from autograder.grading.intake import Submission
from autograder.grading.judge import JudgeProcess
from autograder.grading.outcome import Graded, combine
from autograder.grading.plan import Line
from autograder.grading.reference import Reference
from autograder.grading.release import solutions_path
from autograder.handed_out import archives


def training_seed(seed: int, attempt: int = 0) -> int:
    """The seed that kernels get for their random draws, below 2**31; another one for each attempt.

    Made so that it does not tell the run's seed, from which the sealed inputs and their labels are drawn.
    """
    return int.from_bytes(hashlib.sha256(f"training {seed} {attempt}".encode()).digest()[:4], "big") >> 1


def graded_rules(line: Line, judge: JudgeProcess) -> Rules:
    """The rules of a grading run: everything is drawn from the run's seed."""

    @cache
    def reference(session_id: str) -> Reference:
        return judge.reference(solutions_path(line.releases[session_id].path))

    rules = _rules(line, judge, line.seed, lambda attempt: training_seed(line.seed, attempt))
    return replace(rules, other_seeds=OTHER_SEEDS, reference=reference)


def public_rules(line: Line, judge: JudgeProcess, public_seed: int) -> Rules:
    """The rules of a student's own check: the public inputs, the notebook's own seed, and one run."""
    return _rules(line, judge, public_seed, lambda attempt: None)


def _rules(line: Line, judge: JudgeProcess, seal_seed: int, kernel_seed) -> Rules:
    drawing = threading.Lock()

    @cache  # the same for all submissions of a session
    def given(session_id: str) -> tuple[Mapping[str, bytes], Mapping[str, bytes]]:
        data = archives(line.releases[session_id].session, seal_seed)
        return judge.sealed_inputs(session_id, seal_seed, line.budget), data

    def task(submission: Submission, attempt: int) -> Task:
        with drawing:  # the other workers wait for the first: drawing it once each would take longer
            inputs, data = given(submission.session)
        return Task(submission.notebook_json, inputs, kernel_seed(attempt), data=data, budget=line.budget)

    def grade(submission: Submission, execution: Execution) -> Graded:
        judged = judge.judge(submission.session, execution.evidence, seal_seed, line.budget)
        return combine(line.releases[submission.session].session, execution, judged, submission.untouched)

    return Rules(task, grade)
