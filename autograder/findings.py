"""What a judge says: findings, and the verdict they add up to."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from autograder.course import Exercise

SELF_REPORTED_SHARE = 0.25  # of an exercise's points may rest on what cannot be re-computed
OUTCOMES = ("passed", "partial", "failed", "missing", "error", "timeout", "memory", "crashed", "tampered", "unreadable",
            "manual", "grader_error")  # fmt: skip


class GraderFault(RuntimeError):
    """A judge contradicts itself. Never scored as a student's."""


class WrongAnswer(Exception):
    """An answer that the rest of a judge's part cannot work with; it becomes that part's failing finding."""

    def __init__(self, key: str, check: str, expected: str, got: str, cause: str, next_step: str):
        super().__init__(f"{check}: expected {expected}, got {got}")
        self.finding = Finding(key, check, False, 0.0, expected, got, cause, next_step)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    `passed` is None where it could not be established. `points` is what it adds when it passed, 0 for advice.
    `cause` and `next_step` are empty when there is nothing to say.
    """

    key: str
    check: str
    passed: bool | None
    points: float
    expected: str = ""
    got: str = ""
    cause: str = ""
    next_step: str = ""
    self_reported: bool = False

    @property
    def hint(self) -> str:
        """The likely cause and the next step, in one text."""
        return " ".join(part for part in (self.cause, self.next_step) if part)


@dataclass(frozen=True)
class Verdict:
    """The findings on one exercise and what they are worth. `outcome` is one of `OUTCOMES`."""

    exercise: str
    title: str
    outcome: str
    points: float
    max_points: float
    findings: tuple[Finding, ...] = ()


def find(
    key: str,
    check: str,
    passed: bool,
    points: float,
    *,
    expected="",
    got="",
    cause="",
    next_step="",
    self_reported: bool = False,
) -> Finding:
    """A finding whose cause and next step are kept only where it failed."""
    passed = bool(passed)
    if passed:
        cause = next_step = ""
    return Finding(key, check, passed, points, str(expected), str(got), cause, next_step, self_reported)


def few(values, digits: int = 3) -> str:
    """The first few of some numbers, for a message."""
    return "[" + ", ".join(f"{value:.{digits}g}" for value in np.ravel(values)[:4]) + "]"


def not_attempted(exercise: Exercise) -> Verdict:
    """The verdict on an exercise that still is as it was handed out."""
    return Verdict(exercise.id, exercise.title, "missing", 0.0, float(exercise.points))


def score(exercise: Exercise, findings: Iterable[Finding]) -> Verdict:
    """Add findings up.

    Raises `GraderFault` where a clean sweep is not worth exactly the exercise's points, where one finding stands twice,
    or where self-reported findings carry more than a quarter of them.
    """
    findings = tuple(findings)
    keys = [finding.key for finding in findings]
    if len(set(keys)) != len(keys):
        raise GraderFault(f"{exercise.id}: a finding stands twice among {keys}")
    offered = math.fsum(f.points for f in findings)
    believed = math.fsum(f.points for f in findings if f.self_reported)
    clean = all(f.passed for f in findings)
    if (clean and not math.isclose(offered, exercise.points)) or offered > exercise.points + 1e-9:
        raise GraderFault(f"{exercise.id}: its findings offer {offered:g} points, not {exercise.points:g}")
    if believed > SELF_REPORTED_SHARE * exercise.points + 1e-9:
        raise GraderFault(f"{exercise.id}: {believed:g} of {exercise.points:g} points are self-reported")
    points = exercise.points if clean else round(math.fsum(f.points for f in findings if f.passed), 2)
    outcome = "passed" if clean else "partial" if points > 0 else "failed"
    return Verdict(exercise.id, exercise.title, outcome, float(points), float(exercise.points), findings)
