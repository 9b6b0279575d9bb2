"""Session 37, judging 37.2: every shape and parameter count of the reference network, predicted."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from autograder import reading
from autograder.exercises import Sealed
from autograder.findings import Finding, WrongAnswer, find

INPUT = (28, 28, 1)
_KERNEL, _POOL = 3, 2
PADDINGS = ("valid", "same")  # as the sealed sizes number them


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


def output_size(size: int, kernel: int, stride: int, padding: str) -> int:
    """Places that a kernel has along an axis of `size`: Keras's rule for `valid` and `same`."""
    return -(-size // stride) if padding == "same" else (size - kernel) // stride + 1


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
    if row.kind == "conv" and got[:-1] == before[:-1]:
        return "Height and width stay as they are only with padding='same'; the default, 'valid', adds no frame."
    if row.kind == "pool" and got[:-1] == tuple(-(-length // _POOL) for length in before[:-1]):
        return "An odd height leaves a row over, and pooling drops it: it rounds down, not up."
    if row.kind == "conv" and got[:-1] == tuple(length - _KERNEL for length in before[:-1]):
        return "3 fits into 5 in 3 places, 5 - 3 + 1, not in 2: the 1 is missing."
    if len(wanted) == 3 and got[:-1] == wanted[:-1]:
        return _channels_cause(row, got, before)
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


def _output_size(key: str, points: float, check: str):
    """The part that judges `conv_output_size` on the sealed sizes of one kind."""

    def part(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
        cases = [(int(n), int(k), int(s), PADDINGS[int(p)]) for n, k, s, p in sealed.inputs[f"{key}_sizes"]]
        counted = _numbers(answers, f"conv_output_size({key})")
        wrong = [(case, got) for case, got in zip(cases, counted, strict=False) if got != output_size(*case)]
        case, got = wrong[0] if wrong else (cases[0], 0.0)
        yield find(
            f"conv_output_size:{key}",
            f"`conv_output_size` {check}",
            not wrong and len(counted) == len(cases),
            points,
            expected=f"{output_size(*case)} for size {case[0]}, kernel {case[1]}, stride {case[2]}, {case[3]!r}",
            got=f"{got:g}",
            cause=_size_cause(cases, counted),
            next_step="Mark the places of the kernel on squared paper: size 7, kernel 3, stride 1 and then 2.",
        )

    return part


def _rounded_up(n: int, k: int, s: int, padding: str) -> int:
    return -(-(n - k) // s) + 1


# What a slip in the function comes to, and what to say of it; the first one that explains every case is told.
_SLIPS = (
    (lambda n, k, s, p: output_size(n, k, s, "valid"), "The argument padding makes no difference; 'same' adds a frame."),
    (lambda n, k, s, p: n, "'same' keeps the size for stride 1 only; a stride still skips places."),
    (lambda n, k, s, p: n // s, "With 'same' a last place that hangs over the edge counts: round up."),
    (lambda n, k, s, p: n - k + 1, "The argument stride makes no difference."),
    (lambda n, k, s, p: (n - k) // s, "The first place is not counted: steps between places are one fewer than places."),
    (lambda n, k, s, p: (n - k + 1) // s, "Only the steps are divided by the stride; the first place is added afterwards."),
    (_rounded_up, "The steps are rounded up; without padding a kernel that does not fit whole is dropped."),
    (lambda n, k, s, p: (n - k) / s + 1, "Half a place is no place: the steps are rounded down to a whole number."),
)  # fmt: skip


def _size_cause(cases: list[tuple[int, int, int, str]], counted: list[float]) -> str:
    for slip, told in _SLIPS:
        if all(math.isclose(slip(*case), got) for case, got in zip(cases, counted, strict=False)):
            return told
    return "The number of places is something else."


def _conv_parameters(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    cases = [tuple(int(n) for n in row) for row in sealed.inputs["filter_sizes"]]
    counted = _numbers(answers, "conv_parameters")
    wanted = [(k * k * channels + 1) * filters for k, channels, filters in cases]
    wrong = [(*both, got) for *both, got in zip(cases, wanted, counted, strict=False) if got != both[1]]
    case, right, got = wrong[0] if wrong else (cases[0], wanted[0], 0.0)
    kernel, channels, filters = case
    yield find(
        "conv_parameters:formula",
        "`conv_parameters(kernel, channels_in, filters)` counts weights and biases of a square kernel",
        not wrong and len(counted) == len(cases),
        1.5,
        expected=f"{right} for kernel {kernel}, {channels} channels, {filters} filters",
        got=f"{got:g}",
        cause="The biases are missing: one a filter."
        if got == right - filters
        else "Not one bias in all, but one a filter."
        if got == right - filters + 1
        else "The kernel is counted along one side only; it is a square."
        if got == (kernel * channels + 1) * filters
        else "The channels that come in are missing: a filter is as deep as its input."
        if got == (kernel * kernel + 1) * filters
        else "The count is not weights plus biases.",
        next_step="Count for a 3×3 kernel, 2 channels and 1 filter on paper: 18 weights and 1 bias.",
    )


def _numbers(answers: Mapping, name: str) -> list[float]:
    function = name.partition("(")[0]
    return [reading.number_of(value, function) for value in reading.items(answers, name)]


PARTS = {
    "37.2": (
        *(_shapes, _counts),
        _output_size("plain", 0.75, "counts the places of a kernel without padding"),
        _output_size("strided", 0.75, "counts them for other strides, rounded down"),
        _output_size("padded", 1, "knows padding='same', which rounds up"),
        _conv_parameters,
    )
}
