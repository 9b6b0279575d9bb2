"""Session 37, judging 37.1: convolution and pooling by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder import reading
from autograder.exercises import Sealed
from autograder.findings import Finding, WrongAnswer, few, find

# What the lesson gives to work out on paper: a vertical edge, and the kernel that looks for one.
PAPER_IMAGE = np.array([[1, 1, 1, 5, 5], [1, 1, 1, 5, 5], [1, 1, 5, 5, 5], [1, 1, 5, 5, 5], [1, 1, 1, 1, 1]])
PAPER_KERNEL = np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])
_TOLERANCE = 1e-3  # relative to the largest value: float32 sums in any order


def convolved(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """What a Conv2D of one filter, stride 1 and no padding computes: (h, w) and (kh, kw) to (h-kh+1, w-kw+1)."""
    return np.einsum("ijkl,kl->ij", sliding_window_view(image.astype(float), kernel.shape), kernel.astype(float))


def pooled(image: np.ndarray, size: int) -> np.ndarray:
    """The largest value of each block of size × size, a ragged edge dropped: (h, w) to (h // size, w // size)."""
    return _blocks(image, size).max(axis=(1, 3))


def _blocks(image: np.ndarray, size: int) -> np.ndarray:
    rows, columns = image.shape[0] // size, image.shape[1] // size
    return image[: rows * size, : columns * size].reshape(rows, size, columns, size)


def _paper(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    got, wanted = _table(answers, "paper_result"), convolved(PAPER_IMAGE, PAPER_KERNEL)
    yield find(
        "paper_result:values",
        "`paper_result` is what the edge kernel makes of the small image",
        _same(got, wanted),
        2.5,
        expected="one number for each place where the kernel fits: 3 rows of 3",
        got=f"{got.shape[0]} rows of {got.shape[1]}, beginning with {few(got)}",
        cause=_paper_cause(got, wanted),
        next_step="Put the kernel on the top left corner, multiply the nine pairs and add: that is the first number.",
    )


def _paper_cause(got: np.ndarray, wanted: np.ndarray) -> str:
    if got.shape == PAPER_IMAGE.shape:
        return "The result is as large as the image, as if it had a frame of zeros; here the kernel stays inside."
    if got.shape != wanted.shape:
        return "The kernel does not fit that many times: 3 columns fit into 5 in 5 - 3 + 1 places."
    if _same(got, -wanted):
        return "Every sign is turned round: the kernel was flipped, or left was taken from right the other way."
    if _same(got, wanted.T):
        return "Rows and columns are exchanged."
    places = int(np.sum(~np.isclose(got, wanted)))
    return f"{places} of {wanted.size} numbers are off: a slip in multiplying or adding."


def _table(answers: Mapping, name: str) -> np.ndarray:
    """The answer `name`, a NumPy array or rows in a list, as an array of rank 2. Raises `WrongAnswer`."""
    value = reading.entry(answers, name, "ndarray", "list")
    if value["kind"] == "ndarray":
        return reading.array(answers, name, ndim=2)
    rows = [
        [reading.number_of(number, f"{name}[{i}]") for number in reading.items_of(row, f"{name}[{i}]")]
        for i, row in enumerate(value["items"])
    ]
    lengths = [len(row) for row in rows]
    if len(set(lengths)) != 1:
        raise WrongAnswer(
            f"{name}:rows", f"`{name}` is a table",
            "one row at least, all of one length", f"rows of {lengths[:6]} numbers",
            "A number is missing somewhere, or one too many.", "Print it row by row.",
        )  # fmt: skip
    return np.array(rows, dtype=float)


def _conv2d(case: str, points: float, check: str):
    """The part that judges `conv2d` on one sealed pair of image and kernel."""

    def part(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
        image, kernel = sealed.inputs[f"{case}_image"], sealed.inputs[f"{case}_kernel"]
        got, wanted = _table(answers, f"conv2d({case})"), convolved(image, kernel)
        yield find(
            f"conv2d:{case}",
            f"`conv2d` {check}",
            _same(got, wanted),
            points,
            expected=_said(wanted),
            got=_said(got),
            cause=_conv2d_cause(got, image, kernel, wanted),
            next_step="Try a 3×4 image that counts from 1 to 12 with a kernel that is 0 but for a single 1.",
        )

    return part


def _conv2d_cause(got: np.ndarray, image: np.ndarray, kernel: np.ndarray, wanted: np.ndarray) -> str:
    (rows, columns), (high, wide) = image.shape, kernel.shape
    if got.shape == image.shape:
        return "The output is as large as the image: something pads it, and here the kernel stays inside."
    if got.shape != wanted.shape:
        return _shape_cause(got.shape, wanted.shape, (rows - high, columns - wide))
    if _same(got, convolved(image, kernel[::-1, ::-1])):
        return "The kernel was turned by 180°: textbooks on signals do that, the layers of neural networks do not."
    if high == wide and _same(got, convolved(image, kernel.T)):
        return "The kernel's rows and columns are exchanged."
    if _same(got, wanted / kernel.size) or (kernel.sum() and _same(got, wanted / kernel.sum())):
        return "The products were averaged; a convolution adds them."
    if _same(got, np.trunc(wanted)) or _same(got, wanted.astype(np.int64).astype(np.uint8)):
        return "The result lost its fractions or its sign: the output array took over the image's dtype."
    if _same(got, np.maximum(wanted, 0)):
        return "Negative values are gone; ReLU comes after the convolution, not inside it."
    return "The numbers are not the sums of the products of kernel and window."


def _shape_cause(got: tuple[int, ...], wanted: tuple[int, ...], one_short: tuple[int, int]) -> str:
    if got == wanted[::-1]:
        return "Height and width are exchanged."
    if got == one_short:
        return "The last row and column of places are missing: 3 fits into 5 in 5 - 3 + 1 places, not 5 - 3."
    return "Height and width each shrink by the kernel's own height and width, less 1; one of them was used twice."


def _max_pool(case: str, points: float, check: str):
    """The part that judges `max_pool` on one sealed image and window size."""

    def part(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
        image, size = sealed.inputs[f"{case}_image"], int(sealed.inputs[f"{case}_size"])
        got, wanted = _table(answers, f"max_pool({case})"), pooled(image, size)
        yield find(
            f"max_pool:{case}",
            f"`max_pool` {check}",
            _same(got, wanted),
            points,
            expected=_said(wanted),
            got=_said(got),
            cause=_max_pool_cause(got, image, size, wanted),
            next_step="Try a 4×5 image that counts from 1 to 20, with size 2.",
        )

    return part


def _max_pool_cause(got: np.ndarray, image: np.ndarray, size: int, wanted: np.ndarray) -> str:
    if got.shape == tuple(-(-length // size) for length in image.shape) != wanted.shape:
        return "Windows that hang over the edge were kept; where the size does not fit, the rest is dropped."
    if got.shape == tuple(length - size + 1 for length in image.shape) != wanted.shape:
        return "The windows overlap: the next one begins where the last one ended."
    if got.shape == wanted.T.shape != wanted.shape:
        return "Height and width are exchanged."
    if got.shape != wanted.shape:
        return "The output has one number for each whole window, in height and in width."
    if _same(got, _blocks(image.astype(float), size).mean(axis=(1, 3))):
        return "This is the windows' average; max pooling keeps the largest value."
    if _same(got, _blocks(image, size).min(axis=(1, 3))):
        return "This is the windows' smallest value."
    if _same(got, np.maximum(wanted, 0)):
        return "Windows of negative values became 0: the search for the largest one starts at 0."
    if _same(got, image[::size, ::size][: wanted.shape[0], : wanted.shape[1]]):
        return "The first value of each window was taken, whatever the others are."
    return "The numbers are not the largest value of each window."


def _same(got: np.ndarray, wanted: np.ndarray) -> bool:
    if got.shape != wanted.shape:
        return False
    largest = max(1.0, float(np.abs(wanted).max(initial=0)))
    return bool(np.allclose(got.astype(float), wanted, rtol=0, atol=_TOLERANCE * largest))


def _said(table: np.ndarray) -> str:
    return f"shape {table.shape}, beginning with {few(table)}"


PARTS = {
    "37.1": (
        _paper,
        _conv2d("square", 1.5, "multiplies kernel and window and adds, at every place where the kernel fits"),
        _conv2d("oblong", 1.5, "works on images that are not square, with kernels that are not square"),
        _conv2d("bytes", 1, "works on whole-number pixels and keeps negative sums and fractions"),
        _max_pool("flat", 1.5, "keeps the largest value of each window"),
        _max_pool("ragged", 1, "drops what is left over at the edge, in height and in width"),
        _max_pool("negative", 1, "works on negative values"),
    )
}
