"""Judge evidence: pure, the same in a notebook's kernel and in the trusted process."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.course import load_course
from autograder.exercises import Sealed, parts
from autograder.findings import Finding, GraderFault, Verdict, going_on, not_attempted, score
from autograder.schema import require_well_formed


def judge(exercise_id: str, evidence: Mapping, sealed: Sealed) -> Verdict:
    """The verdict on one exercise's evidence.

    A part that meets an answer it cannot work with ends there, with a finding that says so; the other parts go on.
    Raises `BadEvidence` for evidence that no collector made, and `GraderFault` where a part itself fails.
    """
    require_well_formed(evidence)
    _, exercise = load_course().exercise(exercise_id)
    if not evidence["attempted"]:
        return not_attempted(exercise)
    findings: list[Finding] = []
    for part in parts(exercise_id):
        findings += _judge_part(part, evidence, sealed)
    return score(exercise, _once(findings))


def _judge_part(part, evidence: Mapping, sealed: Sealed) -> list[Finding]:
    try:
        return list(going_on(part(evidence["answers"], sealed)))
    except Exception as error:
        raise GraderFault(f"{part.__module__}.{part.__name__} raised {type(error).__name__}: {error}") from error


def _once(findings: list[Finding]) -> list[Finding]:
    """Two parts may stumble over the same unusable answer: it is said once."""
    return list({finding.key: finding for finding in reversed(findings)}.values())[::-1]
