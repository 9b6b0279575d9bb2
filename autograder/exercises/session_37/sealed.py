"""Session 37: the inputs that 37.1 to 37.5 are examined on, drawn from a seed. Never mounted in the sandbox."""

from __future__ import annotations

import numpy as np

from autograder.exercises import Draw, Sealed
from autograder.exercises.session_37 import sealed_training


def _nothing(draw: Draw) -> Sealed:
    return Sealed()


def _by_hand(draw: Draw) -> Sealed:
    rng = draw.rng
    high, wide = int(rng.integers(6, 9)), int(rng.integers(10, 13))
    even = 2 * int(rng.integers(3, 5))
    inputs = {
        "square_image": rng.normal(0, 3, (high, high)).astype(np.float32),
        "square_kernel": _askew(rng, 3, 3),
        "oblong_image": rng.normal(0, 3, (high, wide)).astype(np.float32),
        "oblong_kernel": _askew(rng, 4, 2),
        "bytes_image": rng.integers(0, 256, (wide, high)).astype(np.uint8),
        "bytes_kernel": _askew(rng, 3, 3),
        "flat_image": rng.permutation(even * even).reshape(even, even),  # no two values are equal
        "flat_size": np.array(2),
        "ragged_image": rng.normal(0, 3, (3 * high + 2, 3 * high + 4)).astype(np.float32),
        "ragged_size": np.array(3),
        "negative_image": -rng.uniform(1, 9, (even, even + 4)).astype(np.float32),
        "negative_size": np.array(2),
    }
    return Sealed(inputs)


def _askew(rng: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    """A kernel that no flip or turn leaves as it was: float32 (rows, columns), some of it negative."""
    weights = np.linspace(-2, 3, rows * columns) + rng.uniform(-0.1, 0.1, rows * columns)
    return rng.permutation(weights).reshape(rows, columns).astype(np.float32)


def _shapes(draw: Draw) -> Sealed:
    rng = draw.rng
    plain, strided, padded = (_sizes(rng) for _ in range(3))
    plain[:, 2] = 1
    plain[:, 3] = strided[:, 3] = 0  # the number of "valid" in judge_sizes.PADDINGS
    filters = np.column_stack([rng.integers(2, 8, 4), rng.integers(2, 70, 4), rng.integers(2, 130, 4)])
    return Sealed(
        {
            "plain_sizes": np.vstack([(28, 3, 1, 0), plain]),
            "strided_sizes": np.vstack([(7, 3, 2, 0), strided]),
            "padded_sizes": np.vstack([(28, 3, 1, 1), padded]),
            "filter_sizes": np.vstack([(3, 1, 32), filters]),
        }
    )


def _sizes(rng: np.random.Generator) -> np.ndarray:
    """Rows of size, kernel, stride, padding, where rounding up and rounding down differ for both paddings: (5, 4)."""
    rows = []
    while len(rows) < 5:
        size, kernel, stride = (int(n) for n in rng.integers((20, 2, 2), (90, 8, 6)))
        if (size - kernel) % stride and size % stride:
            rows.append((size, kernel, stride, 1))
    return np.array(rows)


def _images(draw: Draw) -> Sealed:
    rng = draw.rng
    count = int(rng.integers(3, 8))
    darkest, brightest = rng.integers(1, 60, (count, 1, 1)), rng.integers(120, 250, (count, 1, 1))
    # Neither 0 nor 255 occurs: who divides by the largest pixel instead of 255 gets other values.
    images = rng.integers(darkest, brightest, (count, 28, 28)).astype(np.uint8)
    return Sealed({"images": images}, {"images": _training_images(draw)})


def _training_images(draw: Draw) -> int:
    """How many images train and validation share: those of the budget, or all where there are fewer."""
    from autograder.handed_out import pool

    return min(int(draw.session.budgets[draw.budget]["digits_images"]), len(pool("digits").x_train))


def _trained(draw: Draw) -> Sealed:
    from autograder.handed_out import pool, sealed_images

    images, labels = sealed_images("digits", draw.seed)
    source = pool("digits").source_id
    thresholds = {name: draw.threshold(source, name) for name in ("cnn_accuracy", "cnn_loss")}
    budget = draw.session.budgets[draw.budget]
    return Sealed(key={"images": images, "labels": labels, "epochs": int(budget["cnn_epochs"]), **thresholds})


SEAL = {
    "37.1": _by_hand,
    "37.2": _shapes,
    "37.3": _images,
    "37.4": _nothing,
    "37.5": _trained,
    **sealed_training.SEAL,
}
