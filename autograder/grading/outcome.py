"""Put together what happened in the kernel and what the judge says: the outcome of each exercise and of the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from autograder.course import Exercise, Session
from autograder.findings import Finding, Verdict
from autograder.grading.execute import CellRun, Execution, cells_of
from autograder.grading.judge import Judged

RAN = "ran"  # the key of the finding that tells an error or a time-out of the solution cell
# The outcome of a submission that was not passed is the first of these that one of its exercises has …
_WORST_FIRST = ("grader_error", "tampered", "crashed", "memory", "timeout")
# The outcome of an exercise whose cell ended so: an endless loop writes, too.
TOLD = {"timeout": "timeout", "output": "timeout", "error": "error"}
# What a notebook that ended early comes to, by `Execution.ended`: the outcome of what it did not reach, and why.
ENDED = {
    "died": ("crashed", "the kernel had died"),
    "worker_died": ("crashed", "twice, the sandbox around it ended"),
    "timeout": ("timeout", "the notebook's time was used up"),
    "cpu": ("timeout", "the notebook's processor time was used up"),
    "stopped": ("timeout", "an earlier cell would not stop"),
    "memory": ("memory", "the notebook had taken more memory than it may"),
    "processes": ("crashed", "the notebook had started more processes and threads than it may"),
    "disk": ("crashed", "the notebook had filled the disk space it has"),
    "output": ("crashed", "an earlier cell wrote without end, and would not stop"),
}


@dataclass(frozen=True)
class Graded:
    """One submission's grade: a verdict an exercise, and what they come to."""

    outcome: str
    points: float
    max_points: float
    verdicts: tuple[Verdict, ...]
    flags: tuple[str, ...]


def combine(session: Session, execution: Execution, judged: Mapping[str, Judged], untouched: tuple[str, ...]) -> Graded:
    """The grade of one submission. `untouched` names the exercises whose solution cell is as it was handed out."""
    verdicts, flags = [], []
    for exercise in session.exercises:
        refused = execution.refused.get(exercise.slug) or judged.get(exercise.id, Judged()).bad_evidence
        verdict = _verdict(exercise, execution, judged.get(exercise.id), refused, exercise.id in untouched)
        verdicts.append(verdict)
        if refused:
            flags.append(f"evidence tampered with: {exercise.id}")
        elif verdict.outcome == "error" and exercise.id not in judged:
            flags.append(f"check left no evidence: {exercise.id}")
    return added_up(verdicts, flags)


def added_up(verdicts: list[Verdict], flags: Iterable[str]) -> Graded:
    """The grade that these verdicts come to."""
    points = round(sum(v.points for v in verdicts), 2)
    full = sum(v.max_points for v in verdicts)
    return Graded(submission_outcome(verdicts), points, full, tuple(verdicts), tuple(flags))


def submission_outcome(verdicts: list[Verdict]) -> str:
    """The outcome of a submission, from its exercises'.

    All passed is `passed`. Otherwise a grader's fault, tampering, a crash or a time-out anywhere names the whole;
    otherwise any points make it `partial`; without points it is `error` where code raised, `missing` where nothing was
    attempted, else `failed`.
    """
    outcomes = [verdict.outcome for verdict in verdicts]
    if all(outcome == "passed" for outcome in outcomes):
        return "passed"
    for worst in _WORST_FIRST:
        if worst in outcomes:
            return worst
    if any(verdict.points for verdict in verdicts):
        return "partial"
    if "error" in outcomes:
        return "error"
    return "missing" if all(outcome == "missing" for outcome in outcomes) else "failed"


def _verdict(exercise: Exercise, execution: Execution, judged: Judged | None, refused: str, untouched: bool) -> Verdict:
    solution = _worst(cells_of(execution, exercise.id, "solution"))
    if execution.fault:
        return _nothing(exercise, "grader_error", "graded", "the grader ran the notebook", execution.fault)
    if refused:
        return _nothing(exercise, "tampered", "evidence", "the evidence is what the check wrote", refused)
    if judged is None:
        return _without_evidence(exercise, execution, solution, untouched)
    if judged.verdict is None:
        return _nothing(exercise, "grader_error", "graded", "the grader judged the answers", judged.fault)
    verdict = judged.verdict
    if verdict.outcome == "passed" or solution is None or solution.outcome == "ok" or untouched:
        return verdict
    outcome = verdict.outcome
    if verdict.points == 0:
        outcome = TOLD.get(solution.outcome, "error")
    return replace(verdict, outcome=outcome, findings=(_ran(solution), *verdict.findings))


def _without_evidence(exercise: Exercise, execution: Execution, solution: CellRun | None, untouched: bool) -> Verdict:
    """No evidence came: because nothing was attempted, the kernel died, time ran out, or the check itself failed."""
    check = _worst(cells_of(execution, exercise.id, "check"))
    if untouched:
        return Verdict(exercise.id, exercise.title, "missing", 0.0, exercise.points)
    if solution is not None and solution.outcome in TOLD:
        verdict = _nothing(exercise, TOLD[solution.outcome], "", "", "")
        return replace(verdict, findings=(_ran(solution),))
    if execution.ended:
        outcome, got = ENDED[execution.ended]
        return _nothing(exercise, outcome, RAN, "the notebook comes as far as this check", got)
    if check is not None and check.outcome in ("timeout", "output"):
        return _nothing(
            exercise, TOLD[check.outcome], "checked", "the check of these answers ends in time", check.evalue
        )
    got = f"{check.ename}: {check.evalue}" if check is not None and check.ename else "it left no evidence"
    return _nothing(exercise, "error", "checked", "the check can run in this notebook", got)


def _worst(runs: list[CellRun]) -> CellRun | None:
    order = ("died", "timeout", "output", "error", "ok")
    return min(runs, key=lambda run: order.index(run.outcome), default=None)


def _ran(solution: CellRun) -> Finding:
    """The finding that the solution cell did not run to its end."""
    if solution.outcome == "timeout":
        return Finding(
            RAN,
            "the solution cell ends in time",
            False,
            0.0,
            "an answer within the time a cell has",
            solution.evalue,
            "A loop does not end, or much more is computed than the task asks for.",
            "Look for a `while` whose condition never turns false, and for too many epochs.",
        )
    if solution.outcome == "output":
        return Finding(
            RAN,
            "the solution cell writes no more than it may",
            False,
            0.0,
            "some lines, tables or plots",
            solution.evalue,
            "A loop that does not end prints in each round, or a whole data set is printed.",
            "Take the `print` out of the loop, or print only every hundredth round.",
        )
    got = "the kernel died" if solution.outcome == "died" else f"{solution.ename}: {solution.evalue}"
    return Finding(
        RAN,
        "the solution cell runs",
        False,
        0.0,
        "a cell that runs to its end",
        got,
        "The cell stops at this error, and what stands below that line never happens.",
        "Restart the kernel, run all cells from the top, and mend the first one that stops.",
    )


def _nothing(exercise: Exercise, outcome: str, key: str, check: str, got: str) -> Verdict:
    finding = Finding(key, check, None, 0.0, got=got)
    return Verdict(exercise.id, exercise.title, outcome, 0.0, exercise.points, (finding,))
