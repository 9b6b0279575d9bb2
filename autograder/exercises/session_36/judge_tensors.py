"""Session 36, judging 36.1: tensors made, reshaped and updated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from autograder import reading
from autograder.exercises import Sealed
from autograder.exercises.pixels import range_cause
from autograder.findings import Finding, find

_MADE = {
    "scalar": ("int32", np.array(36)),
    "vector": ("float32", np.array([5.1, 3.5, 1.4, 0.2])),
    "matrix": ("float32", np.array([[1, 2, 3], [4, 5, 6]])),
    "cube": ("int32", np.arange(24).reshape(2, 3, 4)),
    "weights": ("float32", np.zeros((4, 3))),
}


def _made(name: str):
    """The part that judges one of the four tensors to make."""
    dtype, wanted = _MADE[name]

    def part(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
        variable = name == "weights"
        made = reading.entry(answers, name, *(("Variable",) if variable else ("Tensor", "Variable")))
        value = reading.array(answers, name)
        same_shape = value.shape == wanted.shape
        right = same_shape and np.allclose(value, wanted)
        if not same_shape:
            by_reshape = "tf.reshape decides the shape." if name == "cube" else "Each pair of brackets adds one axis."
            got, cause = f"shape {value.shape}", by_reshape
        elif not right:
            got, cause = (
                f"other values: {value.ravel()[:6]}",
                "The shape is right, the numbers are not those asked for.",
            )
        else:
            got, cause = (
                f"dtype {made.get('dtype')}",
                "Without dtype=, TensorFlow takes float32 for 1.0, int32 for 1, and float64 from NumPy.",
            )
        yield find(
            f"{name}:made",
            f"`{name}` has the shape, values and dtype asked for",
            right and made.get("dtype") == dtype,
            0.5 if variable else 1,
            expected=f"shape {wanted.shape}, dtype {dtype}",
            got=got,
            cause=cause,
            next_step=f"Print `{name}.shape` and `{name}.dtype` and compare with the task.",
        )

    return part


def _image_batch(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    name = "as_image_batch"
    pixels = sealed.inputs["pixels"]
    kind = reading.entry(answers, name, "Tensor", "ndarray", "Variable")
    images = reading.array(answers, name)
    wanted = (pixels.astype(np.float32) / 255).reshape(-1, 28, 28, 1)  # (n, 28, 28, 1)
    yield find(
        f"{name}:dtype",
        f"`{name}` returns a float32 tensor",
        kind["kind"] == "Tensor" and kind.get("dtype") == "float32",
        0.75,
        expected="a tensor of float32",
        got=f"{kind['kind']} of {kind.get('dtype')}",
        cause="Pixels arrive as uint8; networks compute in float32.",
        next_step="Print the dtype after each line of the function: where should it become float32?",
    )
    yield find(
        f"{name}:shape",
        f"`{name}` gives each image two axes and a channel",
        images.shape == wanted.shape,
        0.75,
        expected=wanted.shape,
        got=images.shape,
        cause="The 784 pixels of a row are 28 rows of 28, and grey images have one channel at the end.",
        next_step="In tf.reshape, let -1 stand for the number of images so that every batch size works.",
    )
    right = images.size == wanted.size and np.allclose(images.ravel(), wanted.ravel(), atol=1e-5)
    low, high = (float(images.min()), float(images.max())) if images.size else (0.0, 0.0)
    yield find(
        f"{name}:range",
        f"`{name}` scales 0…255 to 0…1",
        right,
        1,
        expected=f"values from {wanted.min():.4g} to {wanted.max():.4g} for these pixels",
        got=f"values from {low:.4g} to {high:.4g}",
        cause=range_cause(images, wanted),
        next_step="Cast first, then divide by 255, once.",
    )


def _in_place(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    wanted = sealed.inputs["before"] + sealed.inputs["amount"]
    if answers.get("add_in_place", {}).get("kind") == "raised":
        reading.entry(answers, "add_in_place", "Variable")  # says which error it raised
    after = reading.array(answers, "the variable after add_in_place")
    yield find(
        "add_in_place:changed",
        "`add_in_place(variable, amount)` changes the variable itself",
        after.shape == wanted.shape and np.allclose(after, wanted),
        1,
        expected=f"the variable becomes {wanted}",
        got=f"the variable is {after} afterwards",
        cause="The variable was not touched. Note that `variable + amount` makes a new tensor and leaves it as it is."
        if np.array_equal(after, sealed.inputs["before"])
        else "The variable changed, but not by the amount.",
        next_step="Look at the assign… methods of tf.Variable.",
    )


PARTS = {"36.1": (*(_made(name) for name in _MADE), _image_batch, _in_place)}
