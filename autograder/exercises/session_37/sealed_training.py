"""Session 37: the inputs that 37.6 to 37.10 are examined on, drawn from a seed. Never mounted in the sandbox."""

from __future__ import annotations

import numpy as np

from autograder.exercises import Draw, Sealed

_LETTERS = 16
# The four trainings that the lesson shows, from left to right.
SHOWN = ("underfitting", "overfitting", "good fit", "unstable")


def _budget(*names: str):
    """A seal that keeps numbers of the budget for the judge."""

    def draw_budget(draw: Draw) -> Sealed:
        return Sealed(key={name: int(draw.session.budgets[draw.budget][name]) for name in names})

    return draw_budget


def _fashion(draw: Draw) -> Sealed:
    from autograder.handed_out import pool, sealed_images

    images, labels = sealed_images("fashion", draw.seed)
    source = pool("fashion")
    key = {
        "images": images,
        "labels": labels,
        "class_names": list(source.class_names),
        "fashion_accuracy": draw.threshold(source.source_id, "fashion_accuracy"),
        "epochs": int(draw.session.budgets[draw.budget]["fashion_epochs"]),
    }
    return Sealed(key=key)


def _diagnosis(draw: Draw) -> Sealed:
    curves = [_curve(draw.rng, kind, hard) for kind in SHOWN for hard in range(4)]
    labels = [kind for kind in SHOWN for _ in range(4)]
    for kind, on_the_border in _BORDERS.items():
        for pair in on_the_border:
            curves.append(tuple(np.array(losses) * 2.0 ** draw.rng.integers(0, 3) for losses in pair))
            labels.append(kind)
    order = draw.rng.permutation(len(curves))
    inputs = {
        "losses": [curves[i][0] for i in order],
        "val_losses": [curves[i][1] for i in order],
        "images": _letters(draw.rng),
    }
    return Sealed(inputs, {"labels": [labels[i] for i in order]})


# Training and validation losses on the rule's borders, and where one epoch more or less decides: a wrong comparison or
# index shows. Powers of 2 scale them without rounding.
_BORDERS = {
    "unstable": (([2.0, 2.5, 1.5, 0.9, 0.5], [1.5, 1.2, 1.0, 0.9, 0.8]),),
    "overfitting": (([2.0, 1.5, 0.9, 0.8], [1.5, 1.0, 1.1, 1.3]),),
    "underfitting": (([2.0, 1.6, 1.3, 1.1], [1.8, 1.6, 1.4, 1.3]),),
    "good fit": (
        ([2.0, 2.0, 1.5, 1.4, 1.0], [1.5, 1.0, 1.0, 1.1, 1.2]),
        ([2.0, 1.5, 1.4, 0.9], [1.5, 1.0, 1.0, 1.1]),
    ),
}


def _curve(rng: np.random.Generator, kind: str, hard: int) -> tuple[np.ndarray, np.ndarray]:
    """Training and validation loss of that kind, far from the borders of the rule in the exercise.

    The later of four forms are hard: one that only the right order of the tests tells apart, one with a NaN.
    """
    epochs = np.arange(int(rng.integers(10, 30)))
    share = epochs / epochs[-1]
    start = rng.uniform(1.5, 2.5)
    noise, val_noise = rng.normal(0, 0.004, (2, len(epochs)))
    good = start * (0.06 + 0.94 * np.exp(-epochs / rng.uniform(1.5, 3)))
    if kind == "underfitting":
        loss = start * (1 - rng.uniform(0.05, 0.35) * share)
        val_loss = loss * rng.uniform(1.0, 1.1)
    elif kind == "overfitting":
        loss = good if hard < 3 else start * (1 - 0.3 * share)  # the last: underfitting too, but tested for first
        rise = rng.uniform(1.5, 3) if hard != 1 else 1.35
        val_loss = start * (0.3 + 0.5 * np.exp(-epochs)) * (1 + (rise - 1) * share**3)
        val_loss = np.where(share < 0.5, val_loss, np.maximum(val_loss, val_loss[share < 0.5].min()))
        val_loss[-1] = rise * val_loss.min()
    elif kind == "good fit":
        loss, val_loss = good, good * rng.uniform(1.02, 1.1) + 0.05
        if hard == 1:  # a bump on the way, gone at the end
            val_loss[len(epochs) // 2] *= 1.8
    else:
        loss = start + rng.uniform(0.5, 3) * np.abs(np.sin(rng.uniform(1.5, 2.5) * epochs + 0.3))
        loss[0] = start
        val_loss = loss * 1.1
        if hard == 2:  # well behaved but for one value
            loss, val_loss = good.copy(), good * 1.05
            val_loss[-1] = np.nan
        elif hard == 3:  # a single jump above the first loss, well behaved again at the end
            loss, val_loss = good.copy(), good * 1.05
            loss[len(epochs) // 2] = 1.5 * start
    if kind != "unstable":
        loss, val_loss = loss + noise, val_loss + val_noise * (hard != 1)
        loss[0] = loss.max() + 0.02  # noise alone must not lift a later loss above the first
    return loss, val_loss


def _letters(rng: np.random.Generator) -> np.ndarray:
    """Bright letters F of several sizes: no flip or quarter turn of one looks like another. float32 (16, 28, 28, 1)."""
    images = np.zeros((_LETTERS, 28, 28, 1), dtype=np.float32)
    for image in images:
        height, width, thick = int(rng.integers(12, 16)), int(rng.integers(8, 11)), int(rng.integers(2, 4))
        top, left = int(rng.integers(5, 9)), int(rng.integers(7, 11))
        bright = rng.uniform(0.7, 1)
        image[top : top + height, left : left + thick] = bright
        image[top : top + thick, left : left + width] = bright
        middle = top + height // 2 - 1
        image[middle : middle + thick, left : left + width - 3] = bright
    return images


def _search(draw: Draw) -> Sealed:
    return Sealed(key={"trials": int(draw.session.budgets[draw.budget]["search_trials"])})


SEAL = {
    "37.6": _budget("long_epochs"),
    "37.7": _budget("gap_epochs"),
    "37.8": _fashion,
    "37.9": _diagnosis,
    "37.10": _search,
}
