"""Session 37, judging 37.2: every shape and parameter count of the reference network, predicted."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from autograder import reading
from autograder.exercises import Sealed
from autograder.exercises.session_37.judge_sizes import SIZE_PARTS, output_size
from autograder.findings import Finding, WrongAnswer, find

INPUT = (28, 28, 1)
_KERNEL, _POOL = 3, 2


@dataclass(frozen=True)
class Row:
    """One layer of the reference network: `units` are a convolution's filters or a Dense layer's neurons."""

    name: str
    kind: str
    units: int = 0


ROWS = (
    Row("conv_1", "conv", 32),
    Row("pool_1", "pool"),
    Row("conv_2", "conv", 64),
    Row("pool_2", "pool"),
    Row("flatten", "flatten"),
    Row("dense", "dense", 64),
    Row("output", "dense", 10),
)
Shape = tuple[int, ...]


def shape_after(row: Row, before: Shape) -> Shape:
    """The output shape of a layer, without the batch axis, from its input shape."""
    if row.kind == "conv":
        return (*(output_size(length, _KERNEL, 1, "valid") for length in before[:-1]), row.units)
    if row.kind == "pool":
        return (*(length // _POOL for length in before[:-1]), before[-1])
    return (math.prod(before),) if row.kind == "flatten" else (*before[:-1], row.units)


def parameters(row: Row, before: Shape) -> int:
    """Weights and biases of a layer whose input has that shape."""
    window = {"conv": _KERNEL**2, "dense": 1}.get(row.kind, 0)
    return (window * before[-1] + 1) * row.units if window else 0


def _walk() -> Iterator[tuple[Row, Shape]]:
    """Each layer of the reference network with its input shape."""
    before = INPUT
    for row in ROWS:
        yield row, before
        before = shape_after(row, before)


def _shapes(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    given = reading.mapping(answers, "output_shapes")
    said = {row.name: _shape(given.get(row.name)) for row in ROWS}
    own_before: Shape | None = INPUT
    for row, before in _walk():
        got, wanted = said[row.name], shape_after(row, before)
        yield find(
            f"output_shapes:{row.name}",
            f"the output shape of `{row.name}`",
            got == wanted,
            0.3,
            expected=f"a tuple of {len(wanted)} number{'s' * (len(wanted) > 1)}, without the batch axis",
            got="nothing yet" if got is None else str(got)[:80],
            cause="No shape is given for this layer." if got is None else _shape_cause(row, got, before, own_before),
            next_step="Say what the layer does to height, to width and to the channels, one after the other.",
        )
        own_before = got


def _shape(value) -> Shape | None:
    """A collected shape as a tuple, the batch axis None taken off; None where it is none."""
    items = value.get("items") if isinstance(value, Mapping) and value.get("kind") == "list" else [value]
    if len(items) > 1 and isinstance(items[0], Mapping) and items[0].get("kind") == "stub":
        items = items[1:]
    try:
        lengths = [reading.number_of(item, "output_shapes") for item in items]
    except (WrongAnswer, AttributeError):
        return None
    return tuple(int(n) if n.is_integer() else n for n in lengths)


def _shape_cause(row: Row, got: Shape, before: Shape, own_before: Shape | None) -> str:
    wanted = shape_after(row, before)
    if own_before is not None and own_before != before and _follows(row, own_before) == got:
        return "By the shape of the layer before it this row would be right: the slip is further up."
    if len(got) == len(wanted) + 1 and got[1:] == wanted:
        return "The batch axis is in it; leave it out, or write None for it."
    if len(got) != len(wanted):
        return _axes_cause(row, got, before)
    if sorted(got) == sorted(wanted):
        return "The numbers are right, their order is not: Keras puts height and width first and channels last."
    if len(wanted) == 3 and got[:-1] == wanted[:-1]:
        return _channels_cause(row, got, before)
    if row.kind == "conv" and got[:-1] == before[:-1]:
        return "Height and width stay as they are only with padding='same'; the default, 'valid', adds no frame."
    if row.kind == "pool" and got[:-1] == tuple(-(-length // _POOL) for length in before[:-1]):
        return "An odd height leaves a row over, and pooling drops it: it rounds down, not up."
    if row.kind == "conv" and got[:-1] == tuple(length - _KERNEL for length in before[:-1]):
        return "3 fits into 5 in 3 places, 5 - 3 + 1, not in 2: the 1 is missing."
    if row.kind == "flatten":
        return "Flatten keeps every number: height × width × channels of the layer before it."
    return "The layer's rule gives another number here."


def _follows(row: Row, before: Shape) -> Shape | None:
    fits = len(before) == (3 if row.kind in ("conv", "pool", "flatten") else 1)
    whole = all(isinstance(length, int) for length in before)
    return shape_after(row, before) if fits and whole else None


def _axes_cause(row: Row, got: Shape, before: Shape) -> str:
    if row.kind == "flatten" and got == before:
        return "Flatten puts all numbers into one row: a single axis is left."
    if row.kind in ("conv", "pool"):
        return "Images keep three axes through the convolutional part: height, width, channels."
    return "Behind Flatten each example is a row of numbers: one axis."


def _channels_cause(row: Row, got: Shape, before: Shape) -> str:
    if row.kind == "pool":
        return "Pooling works on each channel by itself: as many come out as went in."
    if got[-1] == before[-1] * row.units:
        return "Each filter sums over all channels that come in, so there is one output channel a filter."
    return "The number of output channels is the number of filters."


def _counts(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    given = reading.mapping(answers, "parameter_counts")
    said = {row.name: _count(given.get(row.name)) for row in ROWS}
    flattened = _shape(_entry_of(answers, "output_shapes").get("flatten"))
    for row, before in _walk():
        got, wanted = said[row.name], parameters(row, before)
        yield find(
            f"parameter_counts:{row.name}",
            f"the number of parameters of `{row.name}`",
            got == wanted,
            0.2,
            expected="weights and biases, added" if wanted else "as many parameters as the layer learns",
            got="nothing yet" if got is None else f"{got:g}",
            cause="No number is given for this layer." if got is None else _count_cause(row, got, before, flattened),
            next_step="Draw what one filter, or one neuron, is connected to, and count the lines and its bias.",
        )
    yield _total(answers, said)


def _entry_of(answers: Mapping, name: str) -> Mapping:
    items = answers.get(name, {}).get("items")
    return items if isinstance(items, Mapping) else {}


def _count(value) -> float | None:
    try:
        return None if value is None else reading.number_of(value, "parameter_counts")
    except WrongAnswer:
        return None


def _count_cause(row: Row, got: float, before: Shape, flattened: Shape | None) -> str:
    wanted = parameters(row, before)
    if wanted == 0:
        return "This layer has nothing to learn: it only picks or rearranges numbers."
    if row.name == "dense" and flattened and len(flattened) == 1 and got == parameters(row, flattened):
        return "For your shape of `flatten` this would be right: the slip is there."
    if got == wanted - row.units:
        return "The biases are missing: each filter, and each neuron, has one."
    if got == wanted - row.units + 1:
        return "There is not one bias for the whole layer but one for each filter or neuron."
    if row.kind == "conv" and before[-1] > 1 and got in (_KERNEL**2 * row.units, (_KERNEL**2 + 1) * row.units):
        return "A filter is as deep as its input: 3 × 3 numbers for every channel that comes in."
    places = math.prod(shape_after(row, before)[:-1])
    if row.kind == "conv" and got in (wanted * places, (wanted - row.units) * places):
        return "One filter is used at every place: its weights are counted once, not once a place."
    if row.kind == "conv":
        return "A filter has 3 × 3 weights for every channel that comes in, and one bias."
    return "A neuron has a weight for every number that comes in, and one bias."


def _total(answers: Mapping, said: Mapping[str, float | None]) -> Finding:
    got = reading.number(answers, "total_parameters")
    wanted = sum(parameters(row, before) for row, before in _walk())
    biases = sum(row.units for row in ROWS)
    own = None if None in said.values() else sum(said.values())
    return find(
        "total_parameters:sum",
        "`total_parameters` is the number of all weights and biases of the network",
        got == wanted,
        0.5,
        expected="the sum of all seven rows",
        got=f"{got:,.10g}",
        cause="It is the sum of your rows, so the slip is in one of them."
        if got == own
        else "The biases are missing."
        if got == wanted - biases
        else "The rows add up to another number.",
        next_step="Add the rows up with sum(parameter_counts.values()).",
    )


PARTS = {"37.2": (_shapes, _counts, *SIZE_PARTS)}
