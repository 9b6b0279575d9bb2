"""The course's own answers, for where others build on one that is wrong: as in examinations, an error is carried once.

The notebook runs once more with the reference's solution in the place of the wrong one. That exercise keeps its points;
those that build on it get what they are worth on a sound base.
"""

from __future__ import annotations

import json
import symtable
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.exercises import collector
from autograder.findings import Finding, Verdict
from autograder.grading.release import SKIP_TAG, part_of

_MARKS = ("### BEGIN SOLUTION", "### END SOLUTION")
_CARRIED = "carried"  # the key of the finding that says so


@dataclass(frozen=True)
class Reference:
    """A session's right answers by exercise, and by exercise those that build on it; empty where they are not here."""

    answers: Mapping[str, str] = field(default_factory=dict)
    builders: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def carried(self, verdicts: Sequence[Verdict], replaced: Collection[str]) -> str:
        """The first exercise without full marks, not `replaced` yet, on which another one builds that was attempted and
        has no full marks either; empty where there is none."""
        short = {v.exercise for v in verdicts if v.points < v.max_points}
        attempted = short & {v.exercise for v in verdicts if v.outcome != "missing"}
        for exercise in (v.exercise for v in verdicts):
            if exercise in short and exercise not in replaced and self.builders.get(exercise, frozenset()) & attempted:
                return exercise
        return ""

    def put_into(self, notebook_json: str, exercises: Collection[str]) -> str:
        """The normalised notebook with the right answers in the place of the student's.

        They stand right before the checks, so that the rest of an answer written in several cells does not undo them.
        """
        notebook = json.loads(notebook_json)
        cells = []
        for cell in notebook["cells"]:
            role, exercise = part_of(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))
            if exercise in exercises and role == "solution":
                continue
            if exercise in exercises and role == "check":
                marks = {"nbgrader": {"grade_id": f"solution_{exercise.replace('.', '_')}"}}
                cells.append(
                    {**cell, "id": f"{cell['id']}-before", "source": self.answers[exercise], "metadata": marks}
                )
            cells.append(cell)
        return json.dumps({**notebook, "cells": cells})

    def better(self, verdicts: Iterable[Verdict], again: Iterable[Verdict], replaced: Sequence[str]) -> list[Verdict]:
        """Of the exercises that build on the last of those `replaced`, the better of two verdicts; `again` with them.

        What a kernel said that held the right answers is not quoted: it could tell them.
        """
        by_exercise = {verdict.exercise: verdict for verdict in again}
        merged = []
        for verdict in verdicts:
            other = by_exercise[verdict.exercise]
            builds = verdict.exercise in self.builders[replaced[-1]] and verdict.exercise not in replaced
            if builds and other.points > verdict.points:
                base = ", ".join(e for e in replaced if verdict.exercise in self.builders[e])
                told = Finding(
                    _CARRIED, f"done again with the course's own answer to {base} in the place of yours", True, 0.0
                )
                verdict = replace(other, findings=(told, *(replace(finding, got="") for finding in other.findings)))
            merged.append(verdict)
        return merged


def load_reference(path: Path) -> Reference:
    """The right answers in the instructor's notebook at `path`, none where there is no such file.

    Imports TensorFlow, as the collectors do, which know the names that an exercise's check reads.
    """
    if not path.is_file():
        return Reference()
    cells = [running_part(cell) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    exercises = [exercise for role, exercise, _ in cells if role == "solution"]
    builders: dict[str, set[str]] = {exercise: set() for exercise in exercises}
    for exercise in exercises:
        for number in needed_cells(cells, {exercise}):
            role, base, _ = cells[number]
            if role == "solution" and base != exercise:
                builders[base].add(exercise)
    return Reference(solution_cells(path), {base: frozenset(others) for base, others in builders.items()})


def solution_cells(path: Path) -> dict[str, str]:
    """The solution cells of an instructor's notebook by exercise, without nbgrader's marks in them."""
    cells = map(running_part, json.loads(path.read_text(encoding="utf-8"))["cells"])
    return {exercise: _without_marks(code) for role, exercise, code in cells if role == "solution"}


def needed_cells(cells: Sequence[tuple[str, str, str]], wanted: Collection[str]) -> dict[int, set[str]]:
    """The numbers of the cells that the `wanted` exercises need, each with the names of others that it reads.

    `cells` are (role, exercise, code) of a notebook's cells, without code where they do not run. An exercise builds on
    the cells above it that define a name which it or its check reads, and on what those build on.
    """
    names = [names_in(code) if role != "check" else (set(), set()) for role, _, code in cells]
    needed = {number for number, (role, exercise, _) in enumerate(cells) if role == "solution" and exercise in wanted}
    for number in needed:
        names[number][1].update(collector(cells[number][1]).given)
    open_ones = list(needed)
    while open_ones:
        number = open_ones.pop()
        builds_on = {above for above in range(number) if names[above][0] & names[number][1]} - needed
        needed |= builds_on
        open_ones += builds_on
    return {number: names[number][1] for number in sorted(needed)}


def names_in(code: str) -> tuple[set[str], set[str]]:
    """The names that a cell defines, and the names of others that it reads; none at all where it is not Python."""
    try:
        top = symtable.symtable(code, "<cell>", "exec")
    except (SyntaxError, ValueError):
        return set(), set()
    defined = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    read = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_referenced()}
    inside = list(top.get_children())
    while inside:
        scope = inside.pop()
        read |= {s.get_name() for s in scope.get_symbols() if s.is_referenced() and s.is_global()}
        inside += scope.get_children()
    return defined, read - defined


def running_part(cell: Mapping) -> tuple[str, str, str]:
    """A cell's role, its exercise, and its code, empty where it is none or is not run in grading."""
    metadata = cell["metadata"]
    role, exercise = part_of(metadata.get("nbgrader", {}).get("grade_id", ""))
    runs = cell["cell_type"] == "code" and SKIP_TAG not in metadata.get("tags", ())
    return role, exercise, "".join(cell["source"]) if runs else ""


def _without_marks(source: str) -> str:
    return "\n".join(line for line in source.split("\n") if line.strip() not in _MARKS)
