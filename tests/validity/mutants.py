"""Wrong answers made by a program: each is the reference's solution with one step changed.

A mutant is told by what was changed and where: `38.4:7 learning_rate 0.001 -> 0.1`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_TEXTS = {
    "relu": ("linear", "sigmoid"),
    "softmax": ("linear", "sigmoid"),
    "sigmoid": ("linear", "softmax"),
    "linear": ("relu",),
    "categorical_crossentropy": ("mean_squared_error", "sparse_categorical_crossentropy"),
    "sparse_categorical_crossentropy": ("mean_squared_error", "categorical_crossentropy"),
    "binary_crossentropy": ("mean_squared_error",),
    "val_loss": ("loss",),
    "val_accuracy": ("accuracy",),
    "same": ("valid",),
    "valid": ("same",),
    "max": ("min",),
    "min": ("max",),
}
_OPERATORS = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
_PARTS = {"train": ("val", "test"), "val": ("test",), "test": ("train",)}
_RATES = ("learning_rate", "rate")
_UNSEEN = ("print", "set_random_seed", "progress")  # calls that change no answer
_LAYER_ORIGINS = ("layers", "keras")


@dataclass(frozen=True)
class Mutant:
    """A changed solution of an exercise; `change` says what was done, at which line."""

    exercise: str
    change: str
    code: str

    @property
    def name(self) -> str:
        return f"{self.exercise}:{self.change}"


def mutants(exercise: str, code: str) -> Iterator[Mutant]:
    """Every single-step mutant of a solution cell that is still Python and not the same program."""
    seen = {ast.dump(ast.parse(code))}
    count = len(list(ast.walk(ast.parse(code))))
    for place in range(count):
        for change in _changes_at(code, place):
            tree = ast.parse(code)
            node = list(ast.walk(tree))[place]
            what = change(tree, node)
            if what is None:
                continue
            ast.fix_missing_locations(tree)
            key = ast.dump(tree)
            if key not in seen:
                seen.add(key)
                yield Mutant(exercise, f"{_place(node)} {what}", ast.unparse(tree))


def _place(node: ast.AST) -> str:
    """Line and column in the solution cell, both counted from 1; the whole of it is 0."""
    return f"{node.lineno}.{node.col_offset + 1}" if hasattr(node, "lineno") else "0"


Change = Callable[[ast.Module, ast.AST], str | None]


def _changes_at(code: str, place: int) -> list[Change]:
    """What can be done to the node at that place: each changes a fresh tree and says what it did."""
    node = list(ast.walk(ast.parse(code)))[place]
    found: list[Change] = []
    if isinstance(node, ast.Constant):
        found += _of_constant(node)
    if isinstance(node, ast.BinOp | ast.BoolOp):
        found.append(_another_operator)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        found.append(_another_comparison)
    if isinstance(node, ast.Call):
        found += [_swapped_arguments, _without_layer_call]
        found += [_without_keyword(number) for number in range(len(node.keywords))]
    if isinstance(node, ast.List | ast.Tuple) and len(node.elts) > 1:
        found += [_without_element(number) for number, item in enumerate(node.elts) if _is_layer(item)]
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        found += _of_name(node)
    if isinstance(node, ast.Expr | ast.Assign | ast.AugAssign) and _has_effect(node):
        found.append(_without_statement)
    if isinstance(node, ast.Slice):
        found.append(_without_slice)
    return found


def _of_constant(node: ast.Constant) -> list[Change]:
    value = node.value
    if isinstance(value, bool):
        return [_set(not value)]
    if isinstance(value, str):
        return [_set(other) for other in _TEXTS.get(value, ())]
    if isinstance(value, int):
        return [_set(value + 1), *([_set(value - 1)] if value > 1 else [])]
    if isinstance(value, float):
        return [_set(value * 100), _set(value / 100)]
    return []


def _set(value) -> Change:
    def change(tree: ast.Module, node: ast.Constant) -> str:
        before, node.value = node.value, value
        return f"{before!r} -> {value!r}"

    return change


def _another_operator(tree: ast.Module, node: ast.BinOp | ast.BoolOp) -> str | None:
    other = _OPERATORS.get(type(node.op))
    if other is None:
        return None
    before, node.op = type(node.op).__name__, other()
    return f"{before} -> {other.__name__} in {_short(node)}"


def _another_comparison(tree: ast.Module, node: ast.Compare) -> str | None:
    other = _OPERATORS.get(type(node.ops[0]))
    if other is None:
        return None
    before, node.ops = type(node.ops[0]).__name__, [other()]
    return f"{before} -> {other.__name__} in {_short(node)}"


def _swapped_arguments(tree: ast.Module, node: ast.Call) -> str | None:
    if len(node.args) < 2 or any(isinstance(arg, ast.Starred) for arg in node.args[:2]):
        return None
    node.args[:2] = node.args[1::-1]
    return f"arguments exchanged: {_short(node)}"


def _without_keyword(number: int) -> Change:
    def change(tree: ast.Module, node: ast.Call) -> str | None:
        if number >= len(node.keywords) or node.keywords[number].arg in ("verbose", None):
            return None
        gone = node.keywords.pop(number)
        return f"without {gone.arg}={_short(gone.value)}"

    return change


def _without_layer_call(tree: ast.Module, node: ast.Call) -> str | None:
    """layers.Dense(8)(x) becomes x."""
    if not (isinstance(node.func, ast.Call) and len(node.args) == 1 and _is_layer(node.func)):
        return None
    what = f"without the layer {_short(node.func)}"
    _Replace(node, node.args[0]).visit(tree)
    return what


def _without_element(number: int) -> Change:
    def change(tree: ast.Module, node: ast.List) -> str:
        return f"without the layer {_short(node.elts.pop(number))}"

    return change


def _of_name(node: ast.Name) -> list[Change]:
    found: list[Change] = []
    first, _, part = node.id.rpartition("_")
    for other in _PARTS.get(part, ()):
        found.append(_renamed(f"{first}_{other}"))
    if first == "y" or node.id in ("labels", "y"):
        found.append(_shifted)
    return found


def _renamed(name: str) -> Change:
    def change(tree: ast.Module, node: ast.Name) -> str:
        before, node.id = node.id, name
        return f"{before} -> {name}"

    return change


def _shifted(tree: ast.Module, node: ast.Name) -> str:
    what = f"{node.id} -> {node.id} + 1"
    copied = ast.Name(node.id, ast.Load())
    _Replace(node, ast.BinOp(copied, ast.Add(), ast.Constant(1))).visit(tree)
    return what


def _without_statement(tree: ast.Module, node: ast.stmt) -> str:
    what = f"without the step {_short(node)}"
    _Replace(node, ast.Pass()).visit(tree)
    return what


def _without_slice(tree: ast.Module, node: ast.Slice) -> str | None:
    if node.lower is None and node.upper is None and node.step is None:
        return None
    what = f"without the slice {_short(node)}"
    node.lower = node.upper = node.step = None
    return what


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST):
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def _has_effect(node: ast.stmt) -> bool:
    """Whether a step does something to an answer: no docstring, no print, no `...` that is filled in later."""
    value = node.value
    if isinstance(value, ast.Constant):
        return not (isinstance(node, ast.Expr) or value.value is ...)
    if isinstance(node, ast.Expr) and isinstance(value, ast.Call):
        called = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
        return called not in _UNSEEN
    return True


def _is_layer(node: ast.AST) -> bool:
    """Whether it is a call that makes a Keras layer, such as layers.Dense(…)."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    origin = ast.unparse(node.func.value)
    return origin.split(".")[-1] in _LAYER_ORIGINS and node.func.attr[:1].isupper() and node.func.attr != "Input"


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 60 else f"{text[:57]}..."
