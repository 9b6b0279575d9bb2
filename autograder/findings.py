"""What a judge says: findings, and the verdict they add up to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from autograder.course import Exercise, Threshold

NOISE_BAND_SD = 2.0  # a score this near on the wrong side of its threshold may be bad luck with the seed
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
class Measure:
    """A trained model's score, held against a calibrated threshold."""

    name: str
    value: float
    threshold: Threshold

    @property
    def passed(self) -> bool:
        """Whether the value is on the right side of the threshold, or on it."""
        return self._margin >= 0

    @property
    def near_miss(self) -> bool:
        """Whether it failed by so little that another seed may pass."""
        return -NOISE_BAND_SD * self.threshold.deviation <= self._margin < 0

    @property
    def _margin(self) -> float:
        return (self.value - self.threshold.value) * (-1 if self.threshold.most else 1)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    `passed` is None where it could not be established. `points` is what it adds when it passed, 0 for advice.
    `cause` and `next_step` are empty when there is nothing to say. `measure` is there where a trained model's score
    decided.
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
    measure: Measure | None = None

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
    measure: Measure | None = None,
) -> Finding:
    """A finding whose cause and next step are kept only where it failed."""
    passed = bool(passed)
    if passed:
        cause = next_step = ""
    return Finding(key, check, passed, points, str(expected), str(got), cause, next_step, self_reported, measure)


def going_on(findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings, and in the place of an answer they cannot work with the finding that says so."""
    try:
        yield from findings
    except WrongAnswer as wrong:
        yield wrong.finding


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
