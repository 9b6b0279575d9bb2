"""Session 37, judging the two formulas of 37.2: places of a kernel, and parameters of a convolution."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from autograder import reading
from autograder.exercises import Sealed
from autograder.findings import Finding, find

PADDINGS = ("valid", "same")  # as the sealed sizes number them


def output_size(size: int, kernel: int, stride: int, padding: str) -> int:
    """Places that a kernel has along an axis of `size`: Keras's rule for `valid` and `same`."""
    return -(-size // stride) if padding == "same" else (size - kernel) // stride + 1


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
    (lambda n, k, s, p: output_size(n, k, s, "valid"), "The argument padding makes no difference."),
    (lambda n, k, s, p: n, "'same' keeps the size for stride 1 only; a stride still skips places."),
    (lambda n, k, s, p: n // s, "With 'same' a last place that hangs over the edge counts: round up."),
    (lambda n, k, s, p: n - k + 1, "The argument stride makes no difference."),
    (lambda n, k, s, p: (n - k) // s, "The first place is not counted: there is one place more than steps."),
    (lambda n, k, s, p: (n - k + 1) // s, "Only the steps are divided by the stride; add the first place afterwards."),
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


SIZE_PARTS = (
    _output_size("plain", 0.75, "counts the places of a kernel without padding"),
    _output_size("strided", 0.75, "counts them for other strides, rounded down"),
    _output_size("padded", 1, "knows padding='same', which rounds up"),
    _conv_parameters,
)
