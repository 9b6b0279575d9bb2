"""Session 38, judging 38.5: which strategy for which data, and what it leaves trainable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np

from autograder import reading
from autograder.exercises import Sealed
from autograder.findings import Finding, WrongAnswer, find

MUCH, SIMILAR = 10_000, 0.5
TRAINED = {"train the head": 0, "fine-tune part": 100, "fine-tune the top": 30}
_CASES = {
    ("little", "similar"): "train the head",
    ("little", "different"): "fine-tune part",
    ("much", "similar"): "fine-tune the top",
    ("much", "different"): "train everything",
}


def _choose(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    said = reading.items(answers, "choose_strategy")
    asked = list(zip(sealed.inputs["n_images"].tolist(), sealed.inputs["similarity"].tolist(), strict=True))
    if len(said) != len(asked):
        raise WrongAnswer(
            "choose_strategy:given", "`choose_strategy` answers every question", f"{len(asked)} answers",
            f"{len(said)} answers", "The function stops early.", "Return a text in every case.",
        )  # fmt: skip
    given = []
    for entry in said:
        given.append(str(reading.typed(entry, "choose_strategy", "text")["value"]))
    for (amount, kind), strategy in _CASES.items():
        mine = [
            (n, s, text)
            for (n, s), text in zip(asked, given, strict=True)
            if (n >= MUCH) == (amount == "much") and (s >= SIMILAR) == (kind == "similar")
        ]
        wrong = [(n, s, text) for n, s, text in mine if text != strategy]
        on_edge = wrong and all(n in (MUCH, MUCH - 1) or s in (SIMILAR, 0.4999) for n, s, _ in wrong)
        yield find(
            f"choose_strategy:{amount}_{kind}",
            f"`choose_strategy` with {amount} and {kind} data",
            not wrong,
            1,
            expected=f'"{strategy}"',
            got=f'"{wrong[0][2][:30]}" for {wrong[0][0]:,} photos, similarity {wrong[0][1]:.2f}' if wrong else "right",
            cause="Only at the boundary: exactly 10,000 photos count as much, exactly 0.5 as similar."
            if on_edge
            else "The two questions lead to another cell of the table.",
            next_step="Write the four cases down with `>=`, and try 9,999 and 10,000.",
        )


def _apply(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    reading.entry(answers, "apply_strategy", "function")
    for strategy in ("train the head", "fine-tune part", "fine-tune the top", "train everything"):
        runs = [n for n, asked in enumerate(sealed.inputs["strategies"]) if asked == strategy]
        marks = [_marks(answers, number) for number in runs]
        wanted = _wanted(strategy)
        off = [m for m in marks if not np.array_equal(m[:-1][_weighted()], wanted)]
        got = off[0] if off else marks[0]
        yield find(
            f"apply_strategy:{strategy.replace(' ', '_')}",
            f'`apply_strategy` for "{strategy}" leaves the right layers trainable',
            not off,
            1,
            expected=f"{int(wanted.sum())} layers with trainable weights",
            got=f"{int(got[:-1].sum())} layers",
            cause=_cause(strategy, got, wanted, len(off) < len(marks)),
            next_step="After the call, print the names of the base's layers that have trainable_weights.",
        )
    heads = [_marks(answers, number) for number in range(len(sealed.inputs["strategies"]))]
    yield find(
        "apply_strategy:head",
        "the head stays trainable whatever the strategy",
        all(marks[-1] for marks in heads),
        2,
        expected="a trainable head",
        got="frozen in some cases",
        cause="The whole classifier was frozen, and not its base.",
        next_step="Change base_of(classifier), not the classifier.",
    )


def _marks(answers: Mapping, number: int) -> np.ndarray:
    """For each layer of the base, and for the head, whether that run left it trainable: bool (155,)."""
    marks = reading.array(answers, f"apply_strategy {number}", ndim=1)
    if len(marks) != len(_norms()) + 1:
        raise WrongAnswer(
            "apply_strategy:layers", "`apply_strategy` leaves the classifier its layers", f"{len(_norms()) + 1} layers",
            f"{len(marks)} layers", "Layers were added or taken away.", "Change `trainable`, and nothing else.",
        )  # fmt: skip
    return marks.astype(bool)


def _wanted(strategy: str) -> np.ndarray:
    """For each layer with weights whether it is to be trainable."""
    norms = _norms()
    if strategy == "train everything":
        return np.ones(int(_weighted().sum()), dtype=bool)
    last = np.arange(len(norms)) >= len(norms) - TRAINED[strategy]
    return (last & ~norms)[_weighted()]


def _cause(strategy: str, got: np.ndarray, wanted: np.ndarray, sometimes: bool) -> str:
    if sometimes:
        return (
            "It depends on what was trainable before: the function only thaws, only freezes, or relies on "
            "`network.trainable = True`, which is skipped where it is True already."
        )
    base, norms = got[:-1], _norms()
    if strategy != "train everything" and base[norms].any():
        return "BatchNorm layers are trainable too: their statistics would drift."
    if strategy == "train everything" and not base[norms].any():
        return "Here BatchNorm is trained as well: there is enough data for statistics of its own."
    if base.any() and strategy in TRAINED and TRAINED[strategy] and base[: len(norms) - TRAINED[strategy]].any():
        return "Earlier layers are trainable too: only the last ones may change."
    few = base[_weighted()].sum() < wanted.sum()
    return (
        "Fewer layers are thawed than the strategy names." if few else "More layers are thawed than the strategy names."
    )


@cache
def _layers() -> tuple[np.ndarray, np.ndarray]:
    """Of MobileNetV2's layers, which are BatchNorm, and which have weights: bool (154,) each."""
    import keras

    network = keras.applications.MobileNetV2((32, 32, 3), alpha=0.35, include_top=False, weights=None)
    norms = [isinstance(layer, keras.layers.BatchNormalization) for layer in network.layers]
    return np.array(norms), np.array([bool(layer.weights) for layer in network.layers])


def _norms() -> np.ndarray:
    return _layers()[0]


def _weighted() -> np.ndarray:
    return _layers()[1]


PARTS = {"38.5": (_choose, _apply)}
