"""Bring a submitted notebook into the shape that is executed: no outputs, the released check cells, in their places."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from nbformat import NotebookNode, from_dict

from autograder.grading.carried_data import carried_data
from autograder.grading.release import SKIP_TAG, Release, ReleasedCell


@dataclass
class _Draft:
    """The notebook while it is worked on: cells, the released cell each one is (or None), and what was repaired."""

    cells: list[NotebookNode]
    released: list[ReleasedCell | None]
    flags: list[str] = field(default_factory=list)

    def position(self, grade_id: str) -> int | None:
        """Where the cell of that grade id stands, or None."""
        return next((i for i, r in enumerate(self.released) if r is not None and r.grade_id == grade_id), None)

    def remove(self, index: int) -> None:
        del self.cells[index], self.released[index]

    def insert(self, index: int, cell: NotebookNode, released: ReleasedCell) -> None:
        self.cells.insert(index, cell)
        self.released.insert(index, released)


def normalise(notebook: NotebookNode, release: Release) -> tuple[NotebookNode, tuple[str, ...], tuple[str, ...]]:
    """The notebook to execute, the flags that say what was repaired, and the exercises left untouched.

    The text of a student's check cell is never executed: each check cell calls the course's own check.
    """
    draft = _Draft(list(notebook.cells), _recognised(notebook.cells, release))
    for check in (cell for cell in release.cells if cell.role == "check"):
        _settle_check(draft, check)
    _adopt_solutions(draft, release)
    for check in (cell for cell in release.cells if cell.role == "check"):
        _place_check(draft, check)
    draft.flags += _data_instead_of_code(draft)
    pairs = zip(draft.cells, draft.released, strict=True)
    cells = [_clean(cell, released, number) for number, (cell, released) in enumerate(pairs)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    clean = from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": cells})
    untouched = tuple(
        r.exercise
        for cell, r in zip(draft.cells, draft.released, strict=True)
        if r is not None and r.role == "solution" and _same(cell.source, r.source)
    )
    return clean, tuple(draft.flags), untouched


def _data_instead_of_code(draft: _Draft) -> Iterator[str]:
    for number, (cell, released) in enumerate(zip(draft.cells, draft.released, strict=True), start=1):
        if cell.get("cell_type") != "code" or (released is not None and _same(cell.source, released.source)):
            continue
        if found := carried_data(cell.source):
            where = f"the solution of {released.exercise}" if released and released.exercise else f"cell {number}"
            yield f"data in the place of code in {where}: {found}"


def check_source(exercise: str) -> str:
    """What the engine runs in place of a check cell, whatever the names in the notebook have come to mean."""
    return f'__import__("autograder").check("{exercise}")'


def _recognised(cells: list[NotebookNode], release: Release) -> list[ReleasedCell | None]:
    """For each cell the released one it is: by grade id, by cell id, else by its unchanged text; each once."""
    free = {id(cell): cell for cell in release.cells}
    texts = {id(cell): _plain_text(cell.source) for cell in (*release.cells, *cells)}
    found: list[ReleasedCell | None] = [None] * len(cells)
    rules = (
        lambda cell, r: r.grade_id and cell.metadata.get("nbgrader", {}).get("grade_id") == r.grade_id,
        lambda cell, r: r.id and cell.get("id") == r.id and not cell.metadata.get("nbgrader", {}).get("grade_id"),
        lambda cell, r: texts[id(r)] and texts[id(r)] == texts[id(cell)] and cell.cell_type == r.kind,
    )
    for rule in rules:
        for index, cell in enumerate(cells):
            if found[index] is not None:
                continue
            match = next((r for r in free.values() if rule(cell, r)), None)
            if match is not None:
                found[index] = free.pop(id(match))
    return found


def _settle_check(draft: _Draft, check: ReleasedCell) -> None:
    """Find the check cell by its call where marks and ids are gone, flag edits, and drop repetitions."""
    exercise = check.exercise
    if draft.position(check.grade_id) is None:
        calls = [i for i, r in enumerate(draft.released) if r is None and _calls_check(draft.cells[i], exercise)]
        calls.sort(key=lambda i: not _is_only_check(draft.cells[i], exercise))
        if calls:
            draft.released[calls[0]] = check
    position = draft.position(check.grade_id)
    if position is None:
        return
    if draft.cells[position].cell_type != "code" or not _same(draft.cells[position].source, check.source):
        draft.flags.append(f"test cell edited: {exercise}")
    repeated = [i for i, cell in enumerate(draft.cells) if i != position and _repeats(cell, check)]
    for index in reversed(repeated):
        draft.remove(index)
    if repeated:
        draft.flags.append(f"test cell repeated: {exercise}")


def _repeats(cell: NotebookNode, check: ReleasedCell) -> bool:
    marked = cell.metadata.get("nbgrader", {}).get("grade_id") == check.grade_id
    return cell.cell_type == "code" and (marked or _is_only_check(cell, check.exercise))


def _adopt_solutions(draft: _Draft, release: Release) -> None:
    """A solution cell without its marks is taken to be the last unknown code cell before its check."""
    for solution in (cell for cell in release.cells if cell.role == "solution"):
        end = draft.position(f"check_{solution.exercise.replace('.', '_')}")
        if draft.position(solution.grade_id) is not None or end is None:
            continue
        for index in range(end - 1, -1, -1):
            known = draft.released[index]
            if known is not None and known.role:
                break
            if known is None and draft.cells[index].cell_type == "code":
                draft.released[index] = solution
                break


def _place_check(draft: _Draft, check: ReleasedCell) -> None:
    """Restore a check cell that is missing; one that stands before its solution moves behind it."""
    position = draft.position(check.grade_id)
    solution = draft.position(f"solution_{check.exercise.replace('.', '_')}")
    if position is None:
        draft.flags.append(f"test cell restored: {check.exercise}")
        draft.insert(len(draft.cells) if solution is None else solution + 1, NotebookNode(), check)
    elif solution is not None and position < solution:
        draft.flags.append(f"test cell moved: {check.exercise}")
        draft.insert(solution + 1, draft.cells[position], check)
        draft.remove(position)


def _clean(cell: NotebookNode, released: ReleasedCell | None, number: int) -> dict:
    """A fresh cell with its text, and with the marks and tags of the released cell it is."""
    if released is not None and released.role == "check":
        return _code(check_source(released.exercise), number, {"nbgrader": {"grade_id": released.grade_id}})
    if cell.cell_type != "code":
        return {"id": f"cell-{number}", "cell_type": "markdown", "metadata": {}, "source": cell.source}
    metadata: dict = {}
    if released is not None and released.grade_id:
        metadata["nbgrader"] = {"grade_id": released.grade_id}
    if released is not None and SKIP_TAG in released.tags and _same(cell.source, released.source):
        metadata["tags"] = [SKIP_TAG]  # only as released: where a student wrote into it, it has to run
    return _code(cell.source, number, metadata)


def _code(source: str, number: int, metadata: dict) -> dict:
    cell = {"id": f"cell-{number}", "cell_type": "code", "metadata": metadata, "source": source}
    return {**cell, "execution_count": None, "outputs": []}


def _plain_text(source: str) -> str:
    """Without white space at line ends and around the text."""
    return "\n".join(line.rstrip() for line in source.strip().split("\n"))


def _same(one: str, other: str) -> bool:
    return one == other or _plain_text(one) == _plain_text(other)


def _calls_check(cell: NotebookNode, exercise: str) -> bool:
    if cell.cell_type != "code" or exercise not in cell.source:
        return False
    call = rf"""\bcheck\(\s*["']{re.escape(exercise)}["']"""
    return re.search(call, cell.source) is not None


def _is_only_check(cell: NotebookNode, exercise: str) -> bool:
    """Whether a cell does nothing but call that check."""
    if not _calls_check(cell, exercise):
        return False
    try:
        body = ast.parse(cell.source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return sum(isinstance(step, ast.Expr) and isinstance(step.value, ast.Call) for step in body) == 1 and all(
        isinstance(step, ast.Expr | ast.Import | ast.ImportFrom) for step in body
    )
