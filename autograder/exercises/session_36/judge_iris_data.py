"""Session 36, judging the data of 36.8. Rows are recognised as flowers: no split or scaling is taken on trust."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from autograder import reading
from autograder.classification import labels_of
from autograder.data import raw_iris
from autograder.exercises import Sealed
from autograder.findings import Finding, WrongAnswer, find

PARTS_OF_DATA = ("train", "val", "test")
SIZES = {"train": 90, "val": 30, "test": 30}
_TOLERANCE = 1e-3  # between a scaled row and the flower it is; real flowers differ by 0.02 or more
_SAME_STATISTICS = 2e-3


@dataclass(frozen=True)
class Split:
    """One part of the data as recognised: `flowers` are row numbers of Iris, `scaling` is how the rows were scaled."""

    x: np.ndarray
    labels: np.ndarray
    flowers: np.ndarray
    scaling: str


def normalized_inside(answers: Mapping) -> bool:
    """Whether the model normalises by itself, and is given flowers in centimetres. Raises `WrongAnswer`."""
    if answers.get("normalized_inside", {}).get("kind") != "scaler":
        return False
    x = reading.array(answers, "x_train", ndim=2).astype(float)
    return x.shape[1] == 4 and bool(
        _distances(x, raw_iris()[0]).min(axis=1, initial=np.inf).max(initial=0) < _TOLERANCE
    )


def _same_flowers(x: np.ndarray, table: np.ndarray) -> bool:
    """Whether every row is one of the table's."""
    return bool(_distances(x, table).min(axis=1).max() < _TOLERANCE)


def _distances(x: np.ndarray, table: np.ndarray) -> np.ndarray:
    """The largest difference of each row to each flower: (n, 150)."""
    return np.abs(x[:, None, :] - table[None, :, :]).max(axis=2)


def _scaled_iris(answers: Mapping) -> np.ndarray:
    """All 150 flowers as the student's scaler makes them, (150, 4); the raw ones where the model normalises itself."""
    if normalized_inside(answers):
        return raw_iris()[0]
    reading.entry(answers, "scaler", "scaler", "function", "other")
    scaled = reading.array(answers, "scaler.transform(all flowers)", ndim=2)
    if scaled.shape != (150, 4):
        raise WrongAnswer(
            "scaler:features", "`scaler` works on the four measurements", "4 columns", f"{scaled.shape[1]} columns",
            "The scaler was fitted on something other than the table of measurements.",
            "Fit it on the training part's measurements, shape (90, 4).",
        )  # fmt: skip
    return scaled.astype(float)


def split_of(answers: Mapping, part: str) -> Split:
    """One part of the data, its rows recognised. Raises `WrongAnswer`."""
    raw, _ = raw_iris()
    x = reading.array(answers, f"x_{part}", ndim=2).astype(float)
    labels, rank = labels_of(answers, f"y_{part}")
    if x.shape[1] != 4 or len(x) != len(labels) or len(x) > len(raw):
        raise WrongAnswer(
            f"x_{part}:shape", f"`x_{part}` has four columns and as many rows as `y_{part}` has labels",
            "(n, 4) and n labels", f"{x.shape} and {len(labels)} labels",
            "Rows and labels were split apart, or rows repeat.",
            "Split x and y in one call, so that they stay together.",
        )  # fmt: skip
    scaled = _scaled_iris(answers)
    slope = np.ptp(scaled, axis=0) / np.ptp(raw, axis=0)
    twice = scaled * slope + (scaled - raw * slope)
    for scaling, table in (("scaled", scaled), ("raw", raw), ("twice", twice)):
        if len(x) and _same_flowers(x, table):
            return Split(x, labels, _distances(x, table).argmin(axis=1), scaling)
    own = np.allclose(x.mean(axis=0), 0, atol=1e-3) and np.allclose(x.std(axis=0), 1, atol=1e-2)
    raise WrongAnswer(
        f"x_{part}:scaled_by", f"`x_{part}` holds flowers scaled by `scaler`", "every row is a flower of Iris, scaled",
        "rows that no flower gives",
        "This part was scaled with statistics of its own (fit_transform again) instead of the training part's."
        if own and part != "train"
        else "Rows were changed in another way than by `scaler`, or `scaler` was fitted again afterwards.",
        "Fit once, on the training part; then only transform the other two.",
    )  # fmt: skip


def _splits(answers: Mapping) -> dict[str, Split]:
    return {part: split_of(answers, part) for part in PARTS_OF_DATA}


def _coverage(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    raw, _ = raw_iris()
    splits = _splits(answers)
    first = np.array([int(np.flatnonzero((raw == row).all(axis=1))[0]) for row in raw])  # two flowers are equal
    seen = np.bincount(np.concatenate([first[s.flowers] for s in splits.values()]), minlength=150)
    shared = [
        (a, b)
        for a, b in (("train", "val"), ("train", "test"), ("val", "test"))
        if len(np.intersect1d(splits[a].flowers, splits[b].flowers)) > 1
    ]
    sizes = {part: len(split.x) for part, split in splits.items()}
    got = ", ".join(f"{part} {n}" for part, n in sizes.items())
    yield find(
        "splits:disjoint",
        "every flower is in exactly one of train, validation and test, 90, 30 and 30 of them",
        sizes == SIZES and np.array_equal(seen, np.bincount(first, minlength=150)),
        2,
        expected="train 90, val 30, test 30, no flower twice",
        got=f"{got}; {shared[0][0]} and {shared[0][1]} share flowers" if shared else got,
        cause="The same rows serve in two parts, so a score on one says nothing about new flowers."
        if shared
        else "A part has another size: 30 of 150 for the test, then 30 of the remaining 120 for validation."
        if sizes != SIZES
        else "Some flowers stand in a part more than once, and others in none.",
        next_step="Split twice: first take the test part off, then split what is left.",
    )


def _stratified(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    _, truth = raw_iris()
    splits = _splits(answers)
    counts = {part: np.bincount(truth[split.flowers], minlength=3) for part, split in splits.items()}
    yield find(
        "splits:stratified",
        "each part has as many flowers of each species",
        all(np.all(count == SIZES[part] // 3) for part, count in counts.items()),
        1.5,
        expected="train 30 30 30, val 10 10 10, test 10 10 10",
        got=", ".join(f"{part} {' '.join(map(str, count))}" for part, count in counts.items()),
        cause="Iris is sorted by species: without shuffling a whole species can be missing from a part."
        if any(0 in count for count in counts.values())
        else "Chance decides the shares; with 10 flowers a species that matters.",
        next_step="train_test_split has an argument that keeps the classes' shares; use it in both splits.",
    )
    low = min(int(split.labels.min()) for split in splits.values())
    aligned = all(np.array_equal(split.labels, truth[split.flowers]) for split in splits.values())
    yield find(
        "splits:labels",
        "each row has its own flower's label, 0 to 2",
        aligned,
        1,
        expected="labels 0, 1, 2, aligned with the rows",
        got=f"labels from {low} to {max(int(s.labels.max()) for s in splits.values())}" if not aligned else "aligned",
        cause="Labels count from 1 here; Keras counts classes from 0."
        if low == 1
        else "Rows and labels were shuffled apart.",
        next_step="Pass x and y to the same split call, and look at five rows with their labels.",
    )


def _scaler(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    train = split_of(answers, "train").flowers
    table, (raw, _) = _scaled_iris(answers), raw_iris()  # the same, where the model normalises by itself
    on_train = on_all = True
    if not normalized_inside(answers):
        on_train, on_all = _neutral(table[train], raw[train]), _neutral(table, raw)
    if (inside := answers.get("normalized_inside", {})).get("kind") == "scaler":
        mean = inside["statistics"].get("mean_", np.zeros(4))
        on_train, on_all = (
            on_train and _near(mean, table[train].mean(axis=0)),
            on_all and _near(mean, table.mean(axis=0)),
        )
    yield find(
        "scaler:train_only",
        "`scaler` knows the training flowers only",
        on_train,
        2.5,
        expected="the training part's statistics",
        got="the statistics of all 150 flowers" if on_all else "other statistics",
        cause="The scaler has seen validation and test flowers, so they are no longer new to the model."
        if on_all
        else "The scaler was fitted on something other than x_train, perhaps on already scaled values.",
        next_step="Split first, then fit the scaler on the training part, then transform all three.",
    )


def _near(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and bool(np.allclose(a, b, atol=_SAME_STATISTICS))


def _neutral(x: np.ndarray, raw: np.ndarray) -> bool:
    """Whether `x`, `raw` moved and stretched column by column, is what a scaler makes of the data it was fitted on.

    What a scaler settles is then the same in every column: where the middle or an end lies, or that zero stays zero;
    and how far the values spread, or that a centimetre stays one.
    """
    slope = np.ptp(x, axis=0) / np.ptp(raw, axis=0)
    shift = x.mean(axis=0) - slope * raw.mean(axis=0)
    low, high = x.min(axis=0), x.max(axis=0)
    first, median, third = np.percentile(x, [25, 50, 75], axis=0)
    kept, moved = _near(slope, np.ones(4)), not _near(shift, np.zeros(4))
    spreads = (x.std(axis=0), third - first, high - low, np.abs(x).max(axis=0))
    stretched = any(_near(spread, spread.mean().repeat(4)) for spread in spreads)
    placed = any(_near(place, place.mean().repeat(4)) for place in (x.mean(axis=0), median, low, high))
    return (stretched and (placed or not moved)) or (kept and moved and placed)


def _scaled(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    splits = _splits(answers)
    how = {part: split.scaling for part, split in splits.items()}
    wrong = [part for part in PARTS_OF_DATA if how[part] != "scaled"]
    words = {"scaled": "scaled once", "raw": "in centimetres, not scaled", "twice": "scaled twice"}
    yield find(
        "splits:scaled",
        "all three parts are scaled, once",
        not wrong,
        2,
        expected="train, val and test scaled once",
        got=", ".join(f"{part} {words[how[part]]}" for part in PARTS_OF_DATA),
        cause=_scaled_cause(how, wrong),
        next_step="Apply scaler.transform to each part, each once, into a new name.",
    )


def _scaled_cause(how: Mapping[str, str], wrong: list[str]) -> str:
    if len(wrong) < len(how):
        return "The model learns one scale and is then shown another."
    if set(how.values()) == {"twice"}:
        return "Every part went through the scaler twice: what came out of it was put in again."
    if set(how.values()) == {"raw"}:
        return "The scaler was fitted, and no part went through it."
    return "None of the three parts went through the scaler as the task asks."


DATA_PARTS = (_coverage, _stratified, _scaler, _scaled)
