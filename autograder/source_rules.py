"""What the source of a notebook must keep to, established before anything is written.

Each rule raises `AuthorError` at the line of the source that breaks it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from autograder.source import Source, SourceCell

_REGIONS = {"SOLUTION": ("solution", "reflection"), "HIDDEN TESTS": ("check",)}
# A hint may show a line of the solution. A cell that shows this many characters of a region, and half of it or more,
# has the solution in it.
_LEAK_CHARACTERS = 60
_NOT_TELLING = ("import ", "from ", "def ", "class ", "#", "@", '"""')


@dataclass(frozen=True)
class Region:
    """What stands between a BEGIN marker (at `line`) and its END marker."""

    kind: str
    line: int
    lines: tuple[str, ...]


def examine_source(source: Source) -> None:
    """A source by itself: ids, exercises, check cells and markers. To be called before nbgrader clears anything."""
    _unique_grade_ids(source)
    _complete(source)
    for cell in source.cells:
        if cell.role == "check":
            _calls_check(source, cell)
        kinds = {region.kind for region in regions(source, cell)}
        if cell.role in ("solution", "reflection") and not kinds:
            raise source.error(
                cell.line,
                f"the {cell.role} cell has no solution region",
                "mark what students write by ### BEGIN SOLUTION and ### END SOLUTION",
            )


def examine_student(source: Source, student: NotebookNode) -> None:
    """The student's notebook made from a source: it runs to its end and gives nothing away."""
    for cell, cleared in zip(source.cells, student.cells, strict=True):
        if cleared.cell_type == "code":
            _valid_python(source, cell, cleared.source)
    _no_leak(source, student)


def regions(source: Source, cell: SourceCell) -> Iterator[Region]:
    """The marked regions of a cell, in order."""
    open_kind, begin = None, 0
    for number, text in enumerate(cell.lines, cell.line + 1):
        edge, kind = _marker(text)
        if edge is None:
            continue
        if cell.role not in _REGIONS[kind]:
            raise source.error(
                number,
                f"{edge} {kind} in a {cell.role} cell",
                "solution regions belong in solution and reflection cells, hidden tests in check cells",
            )
        if edge == "BEGIN" and open_kind:
            raise source.error(number, f"BEGIN {kind} inside another region", f"close the one of line {begin} first")
        if edge == "END" and open_kind != kind:
            raise source.error(number, f"END {kind} without its BEGIN", f"put ### BEGIN {kind} above it")
        if edge == "END":
            yield Region(kind, begin, cell.lines[begin - cell.line : number - cell.line - 1])
        open_kind, begin = (kind, number) if edge == "BEGIN" else (None, 0)
    if open_kind:
        raise source.error(begin, f"BEGIN {open_kind} is never closed", f"put ### END {open_kind} below it")


def _marker(line: str) -> tuple[str | None, str]:
    """BEGIN or END and the kind of region, if the line is one that nbgrader takes for a marker."""
    for kind in _REGIONS:
        for edge in ("BEGIN", "END"):
            if f"{edge} {kind}" in line:
                return edge, kind
    return None, ""


def _unique_grade_ids(source: Source) -> None:
    seen: dict[str, int] = {}
    for cell in source.cells:
        grade_id = cell.cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in seen:
            remedy = 'tell two solution cells apart by part="b"; there is one check cell an exercise'
            raise source.error(cell.line, f"{grade_id} stands already at line {seen[grade_id]}", remedy)
        if grade_id:
            seen[grade_id] = cell.line


def _complete(source: Source) -> None:
    for exercise in source.session.exercises:
        for role in ("solution", "check"):
            if not any(cell.role == role and cell.subject == exercise.id for cell in source.cells):
                raise source.error(
                    1,
                    f"exercise {exercise.id} has no {role} cell, so its {exercise.points:g} points cannot be earned",
                    f'add one that begins with # %% {role}="{exercise.id}"',
                )


def _calls_check(source: Source, cell: SourceCell) -> None:
    """A check cell checks its own exercise, and last: nbgrader takes the cell's value for the points."""
    _valid_python(source, cell, cell.cell.source)
    body = ast.parse(_plain_python(cell.cell.source)).body
    last = body[-1].value if body and isinstance(body[-1], ast.Expr) else None
    if not (
        isinstance(last, ast.Call)
        and isinstance(last.func, ast.Name)
        and last.func.id == "check"
        and last.args
        and isinstance(last.args[0], ast.Constant)
        and last.args[0].value == cell.subject
    ):
        raise source.error(
            cell.line,
            f'the check cell does not end with check("{cell.subject}")',
            "put hidden tests above that call: nbgrader takes the value of the last line for the points",
        )


def _valid_python(source: Source, cell: SourceCell, code: str) -> None:
    try:
        ast.parse(_plain_python(code))
    except SyntaxError as error:
        wrong = code.splitlines()[error.lineno - 1] if 0 < (error.lineno or 0) <= len(code.splitlines()) else ""
        raise source.error(
            cell.line_of(wrong),
            f"the {cell.role} cell is not valid Python in the student's notebook ({error.msg})",
            "let a region hold whole statements, at the depth of its BEGIN marker",
        ) from None


def _plain_python(code: str) -> str:
    """A cell's code with IPython's magics turned into calls."""
    return TransformerManager().transform_cell(code)


def _no_leak(source: Source, student: NotebookNode) -> None:
    """No cell of the student's notebook shows most of a solution or of a hidden test."""
    cells = [{line.strip() for line in cell.source.splitlines()} for cell in student.cells]
    for cell in source.cells:
        for region in regions(source, cell):
            code = [line.strip().removeprefix("# " if cell.role == "reflection" else "") for line in region.lines]
            telling = {n: text for n, text in enumerate(code, region.line + 1) if not text.startswith(_NOT_TELLING)}
            for index, shown in enumerate(cells):
                leaked = {n: text for n, text in telling.items() if text in shown}
                size = sum(map(len, leaked.values()))
                if size >= _LEAK_CHARACTERS and 2 * size >= sum(map(len, telling.values())):
                    raise source.error(
                        min(n for n, text in leaked.items() if text),
                        f"most of this {region.kind.lower()} region stands in the student's notebook too, "
                        f"in the cell of line {source.cells[index].line}",
                        "take it out there, or leave gaps in it",
                    )
