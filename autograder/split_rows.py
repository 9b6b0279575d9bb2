"""What splits of images and of photos share as evidence: one look beside the student, one recognition by the judge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar, Protocol

import numpy as np

from autograder.findings import WrongAnswer


class Rows(Protocol):
    """A split as collected: the answer it stands in, and one entry a row."""

    name: str

    def __len__(self) -> int: ...


class Known(Protocol):
    """Pictures that the judge has too, with their labels, int64 (n,)."""

    labels: np.ndarray

    def find(self, rows) -> np.ndarray:
        """The number of each row's picture, int64 (n,); -1 where it is none of them."""


def account_of(value, is_split: Callable[[np.ndarray], bool], account: Callable[[np.ndarray], dict]) -> dict:
    """`account` of a student's array that `is_split`; anything else as `plain` has it. Never raises."""
    from autograder.plain import error_text, plain  # imports TensorFlow, which the judge may not need

    try:
        array = _numbers(value)
        return plain(value) if array is None or not is_split(array) else account(array)
    except (Exception, SystemExit) as error:  # a student's object may do anything when looked at
        return {"kind": "raised", "error": error_text(error)}


def batches_of(dataset, look: Callable[[np.ndarray], dict], most: int) -> dict:
    """A pipeline's first batches, joined: its pictures, as `look` takes them down, its labels, how many batches."""
    from autograder.plain import error_text, is_stub, plain

    if is_stub(dataset):
        return plain(dataset)
    try:
        pairs = [(np.asarray(x), np.asarray(y)) for x, y in islice(iter(dataset), most)]
        pictures, labels = (np.concatenate(arrays) for arrays in zip(*pairs, strict=True))
    except (Exception, SystemExit) as error:  # the student's pipeline may hold and do anything
        return {"kind": "raised", "error": error_text(error), "called": True}
    return {"kind": "list", "items": [look(pictures), plain(labels), plain(len(pairs))]}


def require_usable(name: str, thing: str, shape: tuple[int, ...], rows: np.ndarray, numbers: np.ndarray) -> None:
    """Raise `WrongAnswer` where the split in answer `name` has no `rows`, or where not all `numbers` are finite."""
    if not np.isfinite(numbers).all():
        raise WrongAnswer(
            f"{name}:finite", f"every value of `{name}` is a finite number", "finite numbers", "NaN or infinity",
            "A division by zero or an overflow happened on the way.", f"Print `{name}.min()` after each step.",
        )  # fmt: skip
    if not len(rows):
        raise WrongAnswer(
            f"{name}:rows", f"`{name}` holds {thing}s", "at least one row", f"shape {shape}",
            "The slice that should have filled it is empty.", f"Print `{name}.shape` and the numbers it is cut by.",
        )  # fmt: skip


@dataclass(frozen=True)
class Split:
    """One split, recognised: its pictures' `numbers`, the student's `labels` and the `true` ones, all of shape (n,)."""

    known: Known
    rows: Rows
    numbers: np.ndarray
    labels: np.ndarray
    labels_rank: int

    enough: ClassVar[float] = 0.99  # of a split's rows

    @property
    def true(self) -> np.ndarray:
        """What the pictures show, int64 (n,)."""
        return self.known.labels[self.numbers]

    @property
    def clear(self) -> np.ndarray:
        """Which rows' pictures can be told from every other: bool (n,)."""
        return np.ones(len(self.numbers), dtype=bool)

    @property
    def aligned(self) -> bool:
        """Whether the rows have the labels of their pictures, as far as each can be told from every other."""
        return not self.clear.any() or bool(np.mean((self.labels == self.true)[self.clear]) >= self.enough)


def recognised(rows: Rows, labels: np.ndarray, known: Known, thing: str, cause: str) -> np.ndarray:
    """The number of each row's picture, int64 (n,). `cause` says why a row could be none. Raises `WrongAnswer`."""
    name = rows.name
    if len(labels) != len(rows):
        raise WrongAnswer(
            f"{name}:labels", f"each {thing} of `{name}` has a label", f"{len(rows)} labels",
            f"{len(labels)} labels", f"{thing.capitalize()}s and labels were cut at different places.",
            "Cut both with the same slice, or split them in one call.",
        )  # fmt: skip
    numbers = known.find(rows)
    if strange := int(np.sum(numbers < 0)):
        raise WrongAnswer(
            f"{name}:known", f"every row of `{name}` is {'an' if thing[0] in 'aeiou' else 'a'} {thing} of the set",
            f"{len(rows)} known {thing}s", f"{strange} rows that no {thing} gives", cause,
            f"Show row 0 with imshow beside the {thing} it was made from; print its smallest and largest value.",
        )  # fmt: skip
    return numbers


def _numbers(value) -> np.ndarray | None:
    """`value` as a plain numeric array; None where it is nothing of the kind."""
    import tensorflow as tf

    if not isinstance(value, np.ndarray | tf.Tensor | tf.Variable):
        return None
    array = np.asarray(value)  # no subclass travels
    return array if array.dtype.kind in "biuf" or array.dtype.name == "bfloat16" else None
