"""Session 36: the inputs each exercise is examined on, drawn from a seed. Never mounted in the sandbox."""

from __future__ import annotations

import numpy as np

from autograder.data import raw_iris
from autograder.exercises import Draw, Sealed

SEALED_FLOWERS_PER_CLASS = 100
# A sealed flower is a real one moved by this share of its class's spread, feature by feature.
FLOWER_NOISE = 0.3


def _nothing(draw: Draw) -> Sealed:
    return Sealed()


def _tensors(draw: Draw) -> Sealed:
    rng = draw.rng
    count = int(rng.integers(2, 6))
    darkest, brightest = rng.integers(1, 60, (count, 1)), rng.integers(120, 255, (count, 1))
    # Neither 0 nor 255 occurs: who divides by the largest pixel instead of 255 gets other values.
    pixels = rng.integers(darkest, brightest, (count, 784)).astype(np.uint8)  # (n, 784)
    before, amount = (rng.integers(1, 50, 3).astype(np.float32) for _ in range(2))
    return Sealed({"pixels": pixels, "before": before, "amount": amount})


def _functions(draw: Draw) -> Sealed:
    rng = draw.rng
    measurements = rng.normal(rng.uniform(-20, 20, 3), rng.uniform(0.5, 8, 3), (12, 3))
    constant_column = measurements.copy()
    constant_column[:, 1] = 7.5
    logits = rng.normal(0, 3, (6, 4))
    huge = rng.choice([-1000.0, -999.0, 0.0, 999.0, 1000.0], (6, 4))
    huge[0], huge[1] = (1000, 1000, -1000, 0), (-1000, -1000, -1000, -999)
    single = {"measurements": measurements, "constant_column": constant_column, "logits": logits, "huge_logits": huge}
    inputs = {name: values.astype(np.float32) for name, values in single.items()}
    return Sealed({**inputs, "measurements_64": measurements, "logits_64": logits})


def _training_step(draw: Draw) -> Sealed:
    rng = draw.rng
    x = rng.normal(0, 1, 40)
    x = (x - x.mean()) / x.std()
    y = rng.uniform(-3, 3) * x + rng.uniform(-3, 3) + rng.normal(0, 0.3, 40)
    w, b = rng.normal(0, 1, 2)
    step_x = x + rng.uniform(1, 2)  # not centred: w's gradient then depends on b, and b's on w
    rate = rng.uniform(0.02, 0.1)
    inputs = {"x": x, "y": y, "step_x": step_x, "w": np.array(w), "b": np.array(b), "learning_rate": np.array(rate)}
    return Sealed({name: np.asarray(value, dtype=np.float32) for name, value in inputs.items()})


def _sizes(draw: Draw) -> Sealed:
    rng = draw.rng
    return Sealed({"sizes": np.array([(4, 8), (8, 3), *rng.integers(1, 500, (4, 2))], dtype=np.int64)})


def _losses(draw: Draw) -> Sealed:
    rng = draw.rng
    labels = rng.integers(0, 2, 24).astype(np.float32)
    labels[:2] = 0, 1
    low = rng.uniform(0, 6, (8, 2))
    boxes_a = np.hstack([low, low + rng.uniform(1, 4, (8, 2))])
    boxes_b = boxes_a + rng.uniform(-1, 1, (8, 1))
    boxes_b[0] = boxes_a[0]  # the same box
    boxes_b[1] = boxes_a[1] + 20  # far away in both directions
    boxes_b[2] = boxes_a[2] + np.array([20, 0, 20, 0])  # far away in x alone
    boxes_a[3] = boxes_b[3] = (1, 1, 1, 1)  # no area at all
    boxes_b[4] = boxes_a[4] + np.array([0, 20, 0, 20])  # far away in y alone
    inputs = {
        "labels": labels,
        "probabilities": rng.uniform(0.02, 0.98, 24),
        "targets": rng.normal(0, 5, (7, 3)),
        "guesses": rng.normal(0, 5, (7, 3)),
        "boxes_a": boxes_a,
        "boxes_b": boxes_b,
    }
    return Sealed({name: values.astype(np.float32) for name, values in inputs.items()})


def _curves(draw: Draw) -> Sealed:
    """Loss curves of all three kinds, far from the borders of the rule in the exercise. `key["labels"]` says which."""
    rng = draw.rng
    epochs = np.arange(int(rng.integers(15, 40)))
    curves, labels = [], []
    for kind, label in enumerate(("too low", "balanced", "too high") * 3):
        start = rng.uniform(0.8, 2.0)
        noise = rng.normal(0, 0.003, len(epochs))
        if label == "too low":
            curve = start * (1 - rng.uniform(0.03, 0.17) * epochs / (len(epochs) - 1)) + noise
            if kind == 0:  # lower for a while, then back: the last value decides
                curve[len(epochs) // 2] *= 0.5
        elif label == "balanced":
            curve = start * (rng.uniform(0.05, 0.2) + (1 - 0.2) * np.exp(-epochs / rng.uniform(2, 5))) + noise
            if kind == 1:  # a fall of little more than the rule asks for
                curve = start * (1 - 0.25 * epochs / (len(epochs) - 1)) + noise
            elif kind == 4:  # a peak that is high, but below three times the loss of guessing
                curve[1] = 3.1
        else:
            curve = start + 30 * np.abs(noise)
            curve[rng.integers(1, len(epochs), 3)] += rng.uniform(4, 40)  # three times the loss of guessing is 3.3
            if kind == 2:  # a single peak just above that
                curve = start + noise
                curve[len(epochs) // 2] = 3.5
        curves.append(curve)
        labels.append(label)
    curves[-1] = np.where(epochs > 3, np.nan, start)  # a run that overflowed without ever looking high
    curves.append(np.array([1.0, 0.85, 0.82, 0.75]) * rng.uniform(0.8, 2.0))  # its last epoch, and no other, decides
    labels.append("balanced")
    order = rng.permutation(len(curves))
    return Sealed({"curves": [curves[i] for i in order]}, {"labels": [labels[i] for i in order]})


def _flowers(draw: Draw) -> Sealed:
    """New flowers near the real ones: a smoothed bootstrap within each class, in centimetres."""
    rng = draw.rng
    x, y = raw_iris()
    flowers, labels = [], []
    for label in range(3):
        group = x[y == label]
        drawn = group[rng.integers(0, len(group), SEALED_FLOWERS_PER_CLASS)]
        flowers.append(drawn + rng.normal(0, FLOWER_NOISE, drawn.shape) * group.std(axis=0))
        labels += [label] * SEALED_FLOWERS_PER_CLASS
    order = rng.permutation(len(labels))  # in order of class, a flower's place would be its label
    threshold = draw.threshold("iris", "sealed_accuracy")
    return Sealed(
        {"flowers": np.concatenate(flowers)[order]}, {"labels": np.array(labels)[order], "threshold": threshold}
    )


def _batches(draw: Draw) -> Sealed:
    rng = draw.rng
    ragged = [(2000, 32), (2016, 32), (5, 8), (1, 1), *rng.integers(1, 3000, (4, 2))]
    return Sealed({"sizes": np.array(ragged, dtype=np.int64)})


SEAL = {
    "36.1": _tensors,
    "36.2": _functions,
    "36.3": _training_step,
    "36.4": _sizes,
    "36.5": _losses,
    "36.6": _nothing,
    "36.7": _curves,
    "36.8": _flowers,
    "36.9": _nothing,
    "36.10": _batches,
}
