"""The course's own answers, for where others build on one that is wrong: as in examinations, an error is carried once.

The notebook runs once more with the reference's solution in the place of the wrong one. That exercise keeps its points;
those that build on it get what they are worth on a sound base.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.exercises import collector
from autograder.findings import Finding, Verdict
from autograder.grading.names import Step, needed, steps_of, together
from autograder.grading.release import SKIP_TAG, part_of

_MARKS = ("### BEGIN SOLUTION", "### END SOLUTION")
_CARRIED = "carried"  # the key of the finding that says so
Builders = Mapping[str, Mapping[str, Collection[str]]]  # by exercise those that build on it, each by what names of it


@dataclass(frozen=True)
class Reference:
    """A session's right answers by exercise, the names that are asked for there, and those that the exercise's check
    reads of the lesson.

    All are empty where the course stands here without its solutions.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def builders(self, notebook_json: str) -> Builders:
        """What builds on what in a normalised notebook, by the student's code or by the reference's."""
        if not self.answers:
            return {}
        steps: list[Step] = []
        owners: list[str] = []
        for cell in json.loads(notebook_json)["cells"]:
            role, exercise, code = running_part(cell)
            own = self._check_of(exercise) if role == "check" else steps_of(code)
            steps += own
            owners += [exercise] * len(own)
        builders: dict[str, dict[str, set[str]]] = {exercise: {} for exercise in self.answers}
        for exercise in self.answers:
            start = {number for number, owner in enumerate(owners) if owner == exercise}
            for number, names in needed(steps, start).items():
                if (base := owners[number]) in builders and base != exercise:
                    builders[base].setdefault(exercise, set()).update(names)
        return builders

    def _check_of(self, exercise: str) -> list[Step]:
        """The reference's answer stands for the check: what it makes and what it reads are what a student's should."""
        answer = together(steps_of(self.answers.get(exercise, "")))
        return [answer, Step(read=frozenset(self.given.get(exercise, ())))]

    def in_doubt(self, builders: Builders, verdicts: Iterable[Verdict]) -> Builders:
        """Of what builds on what, that which does so by a name that may be wrong after these verdicts."""
        found: dict[str, dict[str, set[str]]] = {}
        for verdict in verdicts:
            asked, given = (of.get(verdict.exercise, ()) for of in (self.asked, self.given))
            passing = together(steps_of(self.answers.get(verdict.exercise, ""))).changed.difference(asked)
            for builder, names in builders.get(verdict.exercise, {}).items():
                if doubted := _doubted(verdict, (*asked, *given), passing, names):
                    found.setdefault(verdict.exercise, {})[builder] = doubted
        return found

    def put_into(self, notebook_json: str, exercises: Collection[str]) -> str:
        """The normalised notebook with the right answers in the place of the student's.

        They stand right before the checks, so that the rest of an answer written in several cells does not undo them.
        """
        notebook = json.loads(notebook_json)
        cells = []
        for cell in notebook["cells"]:
            role, exercise, _ = running_part(cell)
            if exercise in exercises and role == "solution":
                continue
            if exercise in exercises and role == "check":
                marks = {"nbgrader": {"grade_id": f"solution_{exercise.replace('.', '_')}"}}
                answer = {"id": f"{cell['id']}-before", "source": self.answers[exercise], "metadata": marks}
                cells.append({**cell, **answer})
            cells.append(cell)
        return json.dumps({**notebook, "cells": cells})


def carried_error(verdicts: Sequence[Verdict], builders: Builders, replaced: Collection[str]) -> str:
    """The first exercise without full marks, not `replaced` yet, on which another one builds that was attempted and has
    no full marks either; empty where there is none. `builders` are those in doubt."""
    short = {v.exercise for v in verdicts if v.points < v.max_points}
    attempted = short & {v.exercise for v in verdicts if v.outcome != "missing"}
    bases = (v.exercise for v in verdicts if v.exercise in short and v.exercise not in replaced)
    return next((base for base in bases if attempted & set(builders.get(base, ()))), "")


def better(
    verdicts: Iterable[Verdict], again: Iterable[Verdict], builders: Builders, replaced: Sequence[str]
) -> list[Verdict]:
    """Of the exercises that build on the last of those `replaced`, the better of two verdicts; `again` with them.

    What a kernel said that held the right answers is not quoted: it could tell them.
    """
    by_exercise = {verdict.exercise: verdict for verdict in again}
    merged = []
    for verdict in verdicts:
        other = by_exercise[verdict.exercise]
        builds = verdict.exercise in builders.get(replaced[-1], ()) and verdict.exercise not in replaced
        if builds and other.points > verdict.points:
            bases = ", ".join(base for base in replaced if verdict.exercise in builders.get(base, ()))
            check = f"done again with the course's own answer to {bases} in the place of yours"
            unquoted = (replace(finding, got="") for finding in other.findings)
            verdict = replace(other, findings=(Finding(_CARRIED, check, True, 0.0), *unquoted))
        merged.append(verdict)
    return merged


def load_reference(path: Path) -> Reference:
    """The right answers in the instructor's notebook at `path`, none where there is no such file.

    Imports TensorFlow, as the collectors do, which know what the checks read.
    """
    if not path.is_file():
        return Reference()
    answers = solution_cells(path)
    collectors = {exercise: collector(exercise) for exercise in answers}
    asked = {exercise: one.answers for exercise, one in collectors.items()}
    return Reference(answers, asked, {exercise: one.given for exercise, one in collectors.items()})


def solution_cells(path: Path) -> dict[str, str]:
    """The solution cells of an instructor's notebook by exercise, without nbgrader's marks in them."""
    cells = map(running_part, json.loads(path.read_text(encoding="utf-8"))["cells"])
    return {exercise: _without_marks(code) for role, exercise, code in cells if role == "solution"}


def running_part(cell: Mapping) -> tuple[str, str, str]:
    """A cell's role, its exercise, and its code, empty where it is none or is not run in grading."""
    metadata = cell["metadata"]
    role, exercise = part_of(metadata.get("nbgrader", {}).get("grade_id", ""))
    runs = cell["cell_type"] == "code" and SKIP_TAG not in metadata.get("tags", ())
    return role, exercise, "".join(cell["source"]) if runs else ""


def _doubted(
    verdict: Verdict, looked_at: Collection[str], passing: Collection[str], names: Collection[str]
) -> Collection[str]:
    """Those of an exercise's `names` that may be wrong, told by what the keys of its findings begin with.

    A name is right where something was found of it, and all of that is right. Where nothing was found of it, it may be
    wrong, but for those that the right answer changes in `passing`, too; one that only the student's changes should
    perhaps have been left alone. All may be wrong where nothing was found at all, or a fault that is not one name's.
    """
    right: dict[str, bool] = {}
    for finding in verdict.findings:
        name = re.match(r"\w*", finding.key)[0]
        right[name] = right.get(name, True) and bool(finding.passed)
    if not right or any(not well and name not in looked_at for name, well in right.items()):
        return names
    return {name for name in names if not right.get(name, name in passing)}


def _without_marks(source: str) -> str:
    return "\n".join(line for line in source.split("\n") if line.strip() not in _MARKS)
