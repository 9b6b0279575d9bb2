"""Session 36, judging 36.5: outputs and losses picked for ten problems, and four losses written by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from autograder import reading
from autograder.exercises import Sealed
from autograder.findings import Finding, find

# problem: accepted outputs, accepted losses, what to think about (never the answer itself)
_PICKS = {
    "house price": (
        {"linear"},
        {"mse"},
        "A price has no upper bound, and an error twice as large should cost more than twice as much.",
    ),
    "delivery time": (
        {"linear"},
        {"smooth_l1"},
        "Squares would let a few absurd records dominate; think of a loss with two regimes.",
    ),
    "spam": ({"sigmoid"}, {"binary_crossentropy"}, "One question with two answers needs one probability."),
    "iris species": (
        {"softmax"},
        {"sparse_categorical_crossentropy"},
        "The classes exclude one another, and the labels are whole numbers, not one-hot rows.",
    ),
    "film genres": (
        {"sigmoid"},
        {"binary_crossentropy"},
        "Several genres can be true at once: each is a question of its own.",
    ),
    "tumour pixels": (
        {"sigmoid"},
        {"dice"},
        "With 0.5 % of pixels positive, a loss built on the overlap of two regions helps.",
    ),
    "margin classifier": (
        {"linear", "tanh"},
        {"hinge"},
        "Labels of -1 and +1 and a margin: the loss of support vector machines.",
    ),
    "copy the teacher": (
        {"softmax"},
        {"kl_divergence"},
        "The target is a whole distribution, and the loss is 0 when both agree.",
    ),
    "bounding boxes": (
        {"linear", "sigmoid"},
        {"giou"},
        "Overlap is 0 for every pair of boxes that do not touch, so its gradient says nothing.",
    ),
    "WGAN critic": (
        {"linear"},
        {"wasserstein"},
        "A critic gives scores without bounds, not probabilities; the loss compares mean scores.",
    ),
}
# Keras's own names for what the notebook's tables call otherwise.
_SAME_LOSS = {"mean_squared_error": "mse", "mean_absolute_error": "mae", "huber": "smooth_l1"}
_POINTS_PER_PICK = 0.6


def _picks(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    picks = reading.mapping(answers, "picks")
    for problem, (outputs, losses, thought) in _PICKS.items():
        output, loss = _pair(picks.get(problem))
        right = output in outputs and loss in losses
        wrong = [what for what, ok in (("output", output in outputs), ("loss", loss in losses)) if not ok]
        yield find(
            f"picks:{problem}",
            f"output and loss fit the problem “{problem}”",
            right,
            _POINTS_PER_PICK,
            expected="an output activation and a loss that fit each other and the problem",
            got=f"({output}, {loss})" if output or loss else "no pick yet",
            cause=f"Not fitting: {' and '.join(wrong)}. {thought}" if output or loss else "Nothing is picked yet.",
            next_step="Read the problem once more beside the two tables above the exercise.",
        )


def _pair(value) -> tuple[str, str]:
    """The (output, loss) of a pick as lower-case texts, empty where there is none."""
    items = value.get("items") if isinstance(value, Mapping) and value.get("kind") == "list" else None
    if not isinstance(items, list) or len(items) != 2:
        return "", ""
    texts = (
        item.get("value", "") if isinstance(item, Mapping) and item.get("kind") == "text" else "" for item in items
    )
    output, loss = (str(t)[:60].strip().lower() for t in texts)
    return output, _SAME_LOSS.get(loss, loss)


def _mean_absolute_error(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    difference = sealed.inputs["targets"].astype(float) - sealed.inputs["guesses"]
    got = reading.number(answers, "mean_absolute_error")
    wanted = np.mean(np.abs(difference))
    yield find(
        "mean_absolute_error:value",
        "`mean_absolute_error(y_true, y_pred)` is the mean of the absolute differences",
        np.isclose(got, wanted, rtol=1e-3),
        1,
        expected=f"{wanted:.4f}",
        got=f"{got:.4f}",
        cause="Positive and negative errors cancel."
        if np.isclose(got, difference.mean(), rtol=1e-3) or np.isclose(got, -difference.mean(), rtol=1e-3)
        else "The differences were squared."
        if np.isclose(got, np.mean(difference**2), rtol=1e-3)
        else "The differences were summed, not averaged."
        if np.isclose(got, np.sum(np.abs(difference)), rtol=1e-3)
        else "The value is not the mean over all elements.",
        next_step="Take two numbers that are off by +2 and -2: what should the result be, and what is yours?",
    )


def _cross_entropy(y: np.ndarray, p: np.ndarray, gamma: float = 0.0) -> float:
    """Mean of -(1 - p_t)^gamma log p_t, p_t the probability given to the true answer (Lin et al. 2017, eq. 4)."""
    p_true = np.where(y == 1, p, 1 - p)
    return float(np.mean(-((1 - p_true) ** gamma) * np.log(p_true)))


def _binary_crossentropy(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    y, p = sealed.inputs["labels"].astype(float), sealed.inputs["probabilities"].astype(float)
    got, wanted = reading.number(answers, "binary_crossentropy"), _cross_entropy(y, p)
    only_ones = float(np.mean(-y * np.log(p)))
    yield find(
        "binary_crossentropy:value",
        "`binary_crossentropy(y_true, p)` is the mean of -log of the probability given to the true answer",
        np.isclose(got, wanted, rtol=1e-3),
        1,
        expected=f"{wanted:.4f}",
        got=f"{got:.4f}",
        cause="Only the positive examples count; a negative one costs -log(1 - p)."
        if np.isclose(got, only_ones, rtol=1e-3)
        else "The sign is wrong: logarithms of probabilities are negative."
        if np.isclose(got, -wanted, rtol=1e-3)
        else "The values were summed, not averaged."
        if np.isclose(got, wanted * len(y), rtol=1e-3)
        else "The value is not the mean of -log of the probability given to the true answer.",
        next_step="Work out y = 1, p = 0.8 and y = 0, p = 0.8 by hand and compare.",
    )


def _binary_edges(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    name = "binary_crossentropy at p = 0 and 1"
    collected = reading.entry(answers, name, "number", "Tensor", "Variable", "ndarray")["value"]
    got = float(np.ravel(collected).astype(float)[0]) if np.size(collected) == 1 else float("nan")
    many = np.size(collected) != 1
    yield find(
        "binary_crossentropy:edges",
        "`binary_crossentropy` stays finite where p is exactly 0 or 1",
        np.isfinite(got) and 0 < got < 100,
        0.75,
        expected="a finite number: large for a confident mistake, 0 for a confident hit",
        got=f"{np.size(collected)} numbers" if many else f"{got}",
        cause="One number is wanted: the mean is missing."
        if many
        else "log(0) is minus infinity, and 0 · infinity is NaN. In float32 even 1 - 1e-9 is exactly 1.",
        next_step="Keep p about 1e-7 away from 0 and from 1 before the logarithm.",
    )


def _focal(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    y, p = sealed.inputs["labels"].astype(float), sealed.inputs["probabilities"].astype(float)
    got, wanted = reading.number(answers, "focal_loss"), _cross_entropy(y, p, 2.0)
    yield find(
        "focal_loss:value",
        "`focal_loss(y_true, p)` weighs each example by (1 - p_t)², p_t its true answer's probability",
        np.isclose(got, wanted, rtol=1e-3),
        1,
        expected=f"{wanted:.4f}",
        got=f"{got:.4f}",
        cause="The weight is missing, so this is plain cross-entropy."
        if np.isclose(got, _cross_entropy(y, p), rtol=1e-3)
        else "The weight uses p for every example; for a negative one the true answer has 1 - p."
        if np.isclose(got, np.mean(-((1 - p) ** 2) * np.log(np.where(y == 1, p, 1 - p))), rtol=1e-3)
        else "The value is not the mean of (1 - p_t)² · (-log p_t).",
        next_step="Compute p_t first, as one tensor, then use it in both places.",
    )
    flat = reading.number(answers, "focal_loss(y_true, p, 0.0)")
    yield find(
        "focal_loss:gamma",
        "`focal_loss(y_true, p, gamma)` with gamma = 0 is plain cross-entropy",
        np.isclose(flat, _cross_entropy(y, p), rtol=1e-3),
        0.5,
        expected=f"{_cross_entropy(y, p):.4f}",
        got=f"{flat:.4f}",
        cause="The function does not use its argument gamma."
        if np.isclose(flat, got, rtol=1e-3)
        else "With gamma = 0 every weight is 1, and the plain mean of -log p_t is left.",
        next_step="Put gamma where the exponent stands, with 2.0 as its default.",
    )


def _iou(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Intersection over union of boxes (n, 4) as x1, y1, x2, y2: (n,), 0 where the union has no area."""
    sides = np.clip(np.minimum(a[:, 2:], b[:, 2:]) - np.maximum(a[:, :2], b[:, :2]), 0, None)
    shared = sides.prod(axis=1)
    union = (a[:, 2:] - a[:, :2]).prod(axis=1) + (b[:, 2:] - b[:, :2]).prod(axis=1) - shared
    return np.where(union > 0, shared / np.where(union > 0, union, 1), 0.0)


def _box_iou(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    a, b = sealed.inputs["boxes_a"].astype(float), sealed.inputs["boxes_b"].astype(float)
    wanted = _iou(a, b)
    collected = reading.entry(answers, "box_iou", "Tensor", "ndarray", "Variable")["value"]
    got = np.ravel(collected).astype(float) if isinstance(collected, np.ndarray) else np.array([])
    same_size = got.shape == wanted.shape
    plain_boxes = [0, 5, 6, 7]
    yield find(
        "box_iou:values",
        "`box_iou(a, b)` is the shared area over the joint area, one number for each pair",
        same_size and np.allclose(got[plain_boxes], wanted[plain_boxes], atol=1e-3),
        1,
        expected=str(np.round(wanted[plain_boxes], 3)),
        got=str(np.round(got[plain_boxes], 3)) if same_size else f"shape {np.shape(collected)}",
        cause="The union counts the shared part twice, or corners are mixed up (x1, y1, x2, y2)."
        if same_size
        else "One number is wanted for each pair of boxes.",
        next_step="Draw two 2×2 boxes that overlap in 1×1: shared 1, joint 4 + 4 - 1.",
    )
    edges = [1, 2, 3, 4]
    yield find(
        "box_iou:edges",
        "`box_iou` is 0 for boxes that do not touch and for boxes without area",
        same_size and np.allclose(got[edges], 0, atol=1e-4),
        0.75,
        expected="[0. 0. 0. 0.]",
        got=str(np.round(got[edges], 3)) if same_size else f"shape {np.shape(collected)}",
        cause="A negative width times a negative height is positive, and 0 / 0 is NaN.",
        next_step="Cut widths and heights off at 0 before multiplying, and use tf.math.divide_no_nan.",
    )


PARTS = {
    "36.5": (_picks, _mean_absolute_error, _binary_crossentropy, _binary_edges, _focal, _box_iou),
}
