"""What steps of a notebook have to do with one another, as far as their code tells without being run."""

from __future__ import annotations

import ast
import symtable
import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
_PARSING = threading.Lock()  # Python (3.11.7, for one) counts the depths of all trees in the making as one


@dataclass(frozen=True)
class Step:
    """A statement that stands at the top of a cell, told by names.

    It reads some, and changes some: it makes their objects or may have a part in what they are. Of these it gives a new
    value to those `replaced`. What functions in it read, they read `later`: when they are called.
    """

    source: str = ""
    changed: frozenset[str] = frozenset()
    replaced: frozenset[str] = frozenset()
    read: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    imported: frozenset[str] = frozenset()


def steps_of(code: str) -> list[Step]:
    """The steps of a cell, none where it is not Python."""
    try:
        with _PARSING:
            statements = ast.parse(code).body
        return [_step(statement) for statement in statements]
    except _UNREADABLE:
        return []


def together(steps: Sequence[Step]) -> Step:
    """Several steps as one that may happen or not: it replaces nothing, and reads what they do not make themselves."""
    read = set().union(*(step.later for step in steps))
    for step in reversed(steps):
        read -= step.replaced
        read |= step.read
    changed = frozenset().union(*(step.changed for step in steps))
    imported = frozenset().union(*(step.imported for step in steps))
    return Step(changed=changed, read=frozenset(read), imported=imported)


def needed(steps: Sequence[Step], start: Collection[int]) -> dict[int, set[str]]:
    """The numbers of the steps that those in `start` build on, themselves included, each with the names it is for.

    A step builds on those above it that change what it reads, up to the one that gave it its value, and on what those
    build on. To call a function of a module changes nothing in it.
    """
    imported = frozenset().union(*(step.imported for step in steps))
    called: set[str] = set()
    while True:
        wanted, found = called - imported, {}
        for number in range(max(start, default=-1), -1, -1):
            names = steps[number].changed & wanted
            if names or number in start:
                found[number] = names
                wanted -= steps[number].replaced
                wanted |= steps[number].read - imported
        reads = set().union(*(steps[number].later for number in found))
        if reads <= called:
            return found
        called |= reads


def _step(statement: ast.stmt) -> Step:
    return replace(
        _reading(statement),
        source=ast.unparse(statement),
        changed=frozenset(_changed(statement)),
        imported=frozenset(_imported(statement)),
    )


def _reading(statement: ast.stmt) -> Step:
    """The step without what only those at the top of a cell are asked for."""
    read, later = _read(statement)
    return Step(replaced=frozenset(_replaced(statement)), read=frozenset(read), later=frozenset(later))


def _read(statement: ast.stmt) -> tuple[set[str], set[str]]:
    """The names that it reads, and those that functions in it do. What a loop or a block makes itself, it need not
    find."""
    match statement:
        case ast.For(target=target, iter=head, body=body, orelse=other):
            return _read_by([head], [target], body, other)
        case ast.With(items=items, body=body):
            targets = [item.optional_vars for item in items if item.optional_vars]
            return _read_by([item.context_expr for item in items], targets, body)
        case ast.If(test=head, body=body, orelse=other) | ast.While(test=head, body=body, orelse=other):
            return _read_by([head], [], body, other)
        case ast.Try(body=body, handlers=handlers, orelse=other, finalbody=last):
            kinds = [handler.type for handler in handlers if handler.type]
            return _read_by(kinds, [], body, *(handler.body for handler in handlers), other, last)
    return _names_in(statement)


def _read_by(heads: list[ast.expr], targets: list[ast.expr], *blocks: list[ast.stmt]) -> tuple[set[str], set[str]]:
    read, later = set(), set()
    for block in blocks:
        read |= together([_reading(statement) for statement in block]).read
    read -= set().union(*map(_bound, targets))
    for head in heads:
        at_once, called = _names_in(head)
        read, later = read | at_once, later | called
    return read, later


def _names_in(part: ast.AST) -> tuple[set[str], set[str]]:
    top = symtable.symtable(ast.unparse(part), "<part>", "exec")
    read = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_referenced()}
    later, inside = set(), list(top.get_children())
    while inside:
        scope = inside.pop()
        later |= {s.get_name() for s in scope.get_symbols() if s.is_referenced() and s.is_global()}
        inside += scope.get_children()
    return read, later


def _changed(statement: ast.stmt) -> set[str]:
    """The names that it has a part in: it assigns one or in it, calls a method of it, or hands it to a function, first
    of all arguments, for what that does, not for what it returns."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    changed = set()
    for part in ast.walk(statement):
        match part:
            case ast.Name(ctx=ast.Store()) | ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
                changed.add(_root(part))
            case ast.Call(func=ast.Attribute() as method):
                changed.add(_root(method))
            case ast.Expr(value=ast.Call(func=ast.Name(), args=[first, *_])):
                changed.add(_root(first))
    return changed - {""}


def _replaced(statement: ast.stmt) -> set[str]:
    """The names that it gives a new value in any case: a plain assignment or a definition, not under a condition."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    match statement:
        case ast.Assign(targets=targets):
            return set().union(*map(_bound, targets))
        case ast.AnnAssign(target=target, value=ast.expr()):
            return _bound(target)
    return set()


def _bound(target: ast.expr) -> set[str]:
    """The names in the target of an assignment, without those whose objects only get something new in them."""
    match target:
        case ast.Name(id=name):
            return {name}
        case ast.Starred(value=inner):
            return _bound(inner)
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return set().union(*map(_bound, elements))
    return set()


def _imported(statement: ast.stmt) -> set[str]:
    imports = (part for part in ast.walk(statement) if isinstance(part, ast.Import | ast.ImportFrom))
    return {(name.asname or name.name).partition(".")[0] for step in imports for name in step.names}


def _root(part: ast.expr) -> str:
    while isinstance(part, ast.Attribute | ast.Subscript):
        part = part.value
    return part.id if isinstance(part, ast.Name) else ""
