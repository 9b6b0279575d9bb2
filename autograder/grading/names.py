"""What cells of a notebook have to do with one another, as far as their code tells without being run."""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterable, Sequence


def names_in(code: str) -> tuple[set[str], set[str]]:
    """The names that a cell defines, and the names of others that it reads; none at all where it is not Python."""
    try:
        top = symtable.symtable(code, "<cell>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set(), set()
    defined = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    read = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_referenced()}
    inside = list(top.get_children())
    while inside:
        scope = inside.pop()
        read |= {s.get_name() for s in scope.get_symbols() if s.is_referenced() and s.is_global()}
        inside += scope.get_children()
    return defined, read - defined


def changed_in(code: str) -> set[str]:
    """The names that a cell defines or whose objects it may change, without what it imports."""
    try:
        steps = ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    return set().union(*map(changed_by, steps))


def changed_by(step: ast.stmt) -> set[str]:
    """The names that a step has a part in: it assigns one or in it, calls a method of it, or hands it to a function for
    what that does, not for what it returns."""
    if isinstance(step, ast.FunctionDef | ast.ClassDef):
        return {step.name}
    changed = set()
    for part in ast.walk(step):
        if isinstance(part, ast.Name | ast.Attribute | ast.Subscript) and isinstance(part.ctx, ast.Store):
            changed.add(_root(part))
        elif isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute):
            changed.add(_root(part.func))
        elif isinstance(part, ast.Expr) and isinstance(part.value, ast.Call) and isinstance(part.value.func, ast.Name):
            changed |= {name.id for name in ast.walk(part) if isinstance(name, ast.Name)}
    return changed - {""}


def imported_in(code: str) -> set[str]:
    """The names that a cell imports."""
    try:
        parts = ast.walk(ast.parse(code))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    imports = (part for part in parts if isinstance(part, ast.Import | ast.ImportFrom))
    return {(name.asname or name.name).partition(".")[0] for step in imports for name in step.names}


def needed(cells: Sequence[tuple[set[str], set[str]]], start: Iterable[int]) -> set[int]:
    """The numbers of the cells that those in `start` build on, themselves included.

    `cells` are the names that each makes or changes, and those of others that it reads. A cell builds on the cells
    above it that make or change a name which it reads, and on what those build on.
    """
    found = set(start)
    open_ones = list(found)
    while open_ones:
        number = open_ones.pop()
        above = {other for other in range(number) if cells[other][0] & cells[number][1]} - found
        found |= above
        open_ones += above
    return found


def _root(part: ast.expr) -> str:
    while isinstance(part, ast.Attribute | ast.Subscript):
        part = part.value
    return part.id if isinstance(part, ast.Name) else ""
