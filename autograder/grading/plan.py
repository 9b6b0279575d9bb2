"""What a run has to do: which notebooks are new or changed, and under which terms every grade of the run is made."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from autograder.course import Course, CourseError
from autograder.grading import record
from autograder.grading.intake import Received, Unchanged
from autograder.grading.release import Release

NBGRADER_RULE = "nbgrader"  # stands in results whose points nbgrader's own rule decided, inside the kernel


@dataclass(frozen=True)
class Line:
    """What every submission of a run meets.

    `isolation` is the settled kind of sandbox; `workers` is how many notebooks run at a time.
    """

    course: Course
    releases: Mapping[str, Release]
    seed: int
    workers: int
    budget: str = "fast"
    isolation: str = "none"

    def terms(self, session_id: str) -> record.Terms:
        """What a result of that session rests on besides the notebook; an unknown session has none."""
        release = self.releases.get(session_id)
        version, data = (release.version, data_sources(release.session.data)) if release else ("", "")
        rule = NBGRADER_RULE if release and release.by_nbgrader else ""
        return {"course_version": version, "seed": self.seed, "budget": self.budget, "data": data, "rule": rule}


@dataclass(frozen=True)
class Batch:
    """What a run has to do: `kept` results still stand, `todo` is to be graded; `why` says it in one line."""

    todo: tuple[Received, ...]
    kept: tuple[Mapping, ...]
    why: str = ""


@cache
def data_sources(names: tuple[str, ...]) -> str:
    """Where data sets come from on this machine: a full set, a sample of it or the embedded one are other tasks."""
    from autograder.handed_out import source_id

    return ", ".join(map(source_id, names))


def settle_budget(course: Course) -> str:
    """The budget that notebooks are graded with: AUTOGRADER_BUDGET's, else `fast`. Raises `CourseError`."""
    budget = os.environ.get("AUTOGRADER_BUDGET") or "fast"
    known = sorted({name for session in course.sessions for name in session.budgets})
    if known and budget not in known:
        raise CourseError(f"AUTOGRADER_BUDGET is {budget!r}: the course's budgets are {', '.join(known)}")
    return budget


def plan(received: Iterable[Received], recorded: Iterable[Mapping], line: Line, fresh: bool) -> Batch:
    """Divide what was taken in into what is graded already, unchanged, and what is to be done. `fresh`: do it all."""
    latest = {record.key_of(result): result for result in recorded}
    todo, kept, reasons = [], {}, Counter()
    for item in received:
        if isinstance(item, Unchanged):
            kept[record.key_of(item.result)] = item.result
            continue
        key = (item.student, item.session, item.notebook)
        reason = record.why_again(latest.get(key), item, line.terms(item.session))
        if fresh and not reason:
            reason = "asked for"
        if not reason:
            kept[key] = latest[key]
            continue
        todo.append(item)
        reasons[reason] += 1
    return Batch(tuple(todo), tuple(kept.values()), _told(reasons))


def _told(reasons: Counter) -> str:
    """Why recorded work is graded again; nothing where all of it is new."""
    del reasons[record.NEW]
    again = ", ".join(f"{count} because {reason}" for reason, count in sorted(reasons.items()))
    return f"graded again: {again}" if again else ""
