"""Session 36, judging 36.1 to 36.4: tensors, two functions, one training step, the first network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from autograder import models, reading
from autograder.exercises import Sealed
from autograder.findings import Finding, find

# --- 36.1 -------------------------------------------------------------------------------------------------------------

_MADE = {
    "scalar": ("int32", np.array(36)),
    "vector": ("float32", np.array([5.1, 3.5, 1.4, 0.2])),
    "matrix": ("float32", np.array([[1, 2, 3], [4, 5, 6]])),
    "cube": ("int32", np.arange(24).reshape(2, 3, 4)),
}


def _made(name: str):
    """The part that judges one of the four tensors to make."""
    dtype, wanted = _MADE[name]

    def part(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
        made = reading.entry(answers, name, "Tensor", "Variable")
        value = reading.array(answers, name)
        same_shape = value.shape == wanted.shape
        right = same_shape and np.allclose(value, wanted)
        if not same_shape:
            got, cause = f"shape {value.shape}", "The brackets decide the rank: each pair adds one axis."
        elif not right:
            got, cause = (
                f"other values: {value.ravel()[:6]}",
                "The shape is right, the numbers are not those asked for.",
            )
        else:
            got, cause = (
                f"dtype {made.get('dtype')}",
                "Without dtype=, TensorFlow takes float32 for 1.0 and int32 for 1.",
            )
        yield find(
            f"{name}:made",
            f"`{name}` has the shape, values and dtype asked for",
            right and made.get("dtype") == dtype,
            1,
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
        next_step="Begin with tf.cast(pixels, tf.float32).",
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
        expected="values from 0 to 1",
        got=f"values from {low:.4g} to {high:.4g}",
        cause=_range_cause(low, high, images),
        next_step="Cast first, then divide by 255, once.",
    )


def _range_cause(low: float, high: float, images: np.ndarray) -> str:
    if high > 1.5:
        return "The pixels were not divided by 255."
    if high < 0.01:
        return "The pixels were divided by 255 twice."
    if len(np.unique(images)) <= 2:
        return "Whole-number division (//) throws every grey away."
    return (
        "The numbers are in range but not in the order of the pixels; a reshape keeps the order, a transpose does not."
    )


def _in_place(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    wanted = sealed.inputs["before"] + sealed.inputs["amount"]
    if answers.get("add_in_place", {}).get("kind") == "raised":
        reading.entry(answers, "add_in_place", "Variable")  # says which error it raised
    after = reading.array(answers, "variable_after")
    yield find(
        "add_in_place:changed",
        "`add_in_place(variable, amount)` changes the variable itself",
        after.shape == wanted.shape and np.allclose(after, wanted),
        1.5,
        expected=f"the variable becomes {wanted}",
        got=f"the variable is {after} afterwards",
        cause="`variable + amount` makes a new tensor; the variable keeps its old value.",
        next_step="Look at the assign… methods of tf.Variable.",
    )


# --- 36.2 -------------------------------------------------------------------------------------------------------------


def _standardized(x: np.ndarray) -> np.ndarray:
    """Column-wise (x - mean) / standard deviation, 0 where the deviation is 0: (n, features) to (n, features)."""
    deviation = x.std(axis=0)
    return (x - x.mean(axis=0)) / np.where(deviation == 0, 1, deviation)


def _softmax(z: np.ndarray) -> np.ndarray:
    """exp(z) / sum exp(z) over the last axis, shifted by the row's maximum so that nothing overflows."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def _standardize(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    x = sealed.inputs["measurements"]
    got = reading.array(answers, "standardize(measurements)", "Tensor", ndim=2)
    right = got.shape == x.shape and np.allclose(got, _standardized(x.astype(float)), atol=1e-3)
    if got.shape == x.shape and np.allclose(got, _standardized(x.astype(float).T).T, atol=1e-3):
        cause = "The statistics run along the rows; each column is a feature and needs its own."
    elif got.shape == x.shape and np.allclose(got, (x - x.mean()) / x.std(), atol=1e-3):
        cause = "One mean and one deviation were taken over the whole table; each column needs its own."
    elif got.shape == x.shape and np.allclose(got, (x - x.mean(0)) / x.std(0, ddof=1), atol=1e-3):
        cause = "The deviation divides by n - 1 here; tf.math.reduce_std and StandardScaler divide by n."
    elif got.shape == x.shape and np.allclose(got, (x - x.mean(0)) / x.var(0), atol=1e-3):
        cause = "The columns were divided by the variance; the standard deviation is its square root."
    else:
        cause = "The result is not (x - mean) / standard deviation of each column."
    yield find(
        "standardize:values",
        "`standardize(x)` gives every column mean 0 and standard deviation 1",
        right,
        1.5,
        expected="column means 0, deviations 1",
        got=f"column means {_short(got.mean(axis=0))}, deviations {_short(got.std(axis=0))}",
        cause=cause,
        next_step="tf.reduce_mean and tf.math.reduce_std take axis=; try both axes on a 2×3 table.",
    )


def _constant_column(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    x = sealed.inputs["constant_column"].astype(float)
    collected = reading.entry(answers, "standardize(constant_column)", "Tensor")
    got = collected["value"]
    right = isinstance(got, np.ndarray) and got.shape == x.shape and np.allclose(got, _standardized(x), atol=1e-3)
    yield find(
        "standardize:constant_column",
        "`standardize(x)` turns a column that never varies into zeros",
        right,
        1,
        expected="0 in the whole column",
        got=_short(got[:3, 1]) if isinstance(got, np.ndarray) and got.shape == x.shape else "another shape",
        cause="A constant column has deviation 0, and 0 / 0 is NaN.",
        next_step="Replace a deviation of 0 by 1 before dividing; tf.where chooses element by element.",
    )


def _softmax_values(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    z = sealed.inputs["logits"]
    got = reading.array(answers, "softmax(logits)", "Tensor", ndim=2)
    wanted = _softmax(z.astype(float))
    down_columns = got.shape == z.shape and np.allclose(got, _softmax(z.T.astype(float)).T, atol=1e-4)
    yield find(
        "softmax:values",
        "`softmax(z)` turns each row of logits into probabilities",
        got.shape == wanted.shape and np.allclose(got, wanted, atol=1e-4),
        1.5,
        expected=_short(wanted[0]),
        got=_short(got[0]),
        cause="The sum runs down the columns; one row is one example."
        if down_columns
        else "The result is not exp(z) divided by the row's sum of exp(z).",
        next_step="Sum over axis=-1 with keepdims=True, so that the shapes still fit for the division.",
    )
    sums = got.sum(axis=-1)
    yield find(
        "softmax:rows",
        "each row of `softmax(z)` sums to 1",
        np.allclose(sums, 1, atol=1e-4),
        0.5,
        expected="1 in every row",
        got=_short(sums),
        cause="The normalisation divides by something other than the row's own sum.",
        next_step="Print the row sums of your result for a small table.",
    )


def _softmax_stable(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    z = sealed.inputs["huge_logits"].astype(float)
    got = reading.entry(answers, "softmax(huge_logits)", "Tensor")["value"]
    right = isinstance(got, np.ndarray) and got.shape == z.shape and np.allclose(got, _softmax(z), atol=1e-4)
    yield find(
        "softmax:stable",
        "`softmax(z)` survives logits of ±1000",
        right,
        1.5,
        expected=_short(_softmax(z)[0]),
        got=_short(got[0]) if isinstance(got, np.ndarray) and got.ndim == 2 else "another shape",
        cause="exp(1000) is infinity in float32, and infinity / infinity is NaN.",
        next_step="Taking the same number from every logit of a row leaves softmax unchanged. Which number helps?",
    )


def _dtype_kept(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    for name, values, points in (("standardize", "measurements_64", 0.5), ("softmax", "logits_64", 0.5)):
        got = answers.get(f"{name}({values})", {})
        dtype = got.get("dtype", got.get("error", "nothing"))
        yield find(
            f"{name}:dtype",
            f"`{name}` returns float64 for a float64 tensor",
            dtype == "float64",
            points,
            expected="float64",
            got=dtype,
            cause="A tensor of another dtype, or a tf.cast to float32, stands inside the function.",
            next_step="Make constants with the input's dtype, for example tf.ones_like(x).",
        )


def _tensors_returned(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    kinds = {answers.get(f"{f}", {}).get("kind") for f in ("standardize(measurements)", "softmax(logits)")}
    yield find(
        "functions:tensors",
        "both functions return TensorFlow tensors",
        kinds == {"Tensor"},
        1,
        expected="Tensor and Tensor",
        got=" and ".join(sorted(str(kind) for kind in kinds)),
        cause="A NumPy function, or .numpy(), takes the value out of TensorFlow, and with it every gradient.",
        next_step="Use the tf.… operation of the same name.",
    )


# --- 36.3 -------------------------------------------------------------------------------------------------------------


def _one_step(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    x, y, w, b, rate = (np.asarray(sealed.inputs[name], dtype=float) for name in ("x", "y", "w", "b", "learning_rate"))
    residual = w * x + b - y
    before = float(np.mean(residual**2))
    loss = reading.number(answers, "train_step")
    yield find(
        "train_step:loss",
        "`train_step` returns the mean squared error before the update",
        np.isclose(loss, before, rtol=1e-3),
        2,
        expected=f"{before:.4f}",
        got=f"{loss:.4f}",
        cause=_loss_cause(loss, before, residual),
        next_step="Inside the tape: predict, subtract, square, then tf.reduce_mean.",
    )
    new = np.array([reading.number(answers, "w_after"), reading.number(answers, "b_after")])
    gradient = np.array([2 * np.mean(residual * x), 2 * np.mean(residual)])
    old = np.array([w, b], dtype=float)
    yield find(
        "train_step:update",
        "`train_step` moves w and b one step down the gradient",
        np.allclose(new, old - rate * gradient, atol=1e-4),
        3.5,
        expected=f"w, b = {_short(old - rate * gradient, 4)}",
        got=f"w, b = {_short(new, 4)}",
        cause=_update_cause(old, new, gradient, float(rate), len(x)),
        next_step="new value = old value - learning_rate · gradient, for w and for b, in place.",
    )


def _loss_cause(loss: float, before: float, residual: np.ndarray) -> str:
    if np.isclose(loss, np.sum(residual**2), rtol=1e-3):
        return "The squares were summed; the mean does not depend on the number of points."
    if np.isclose(loss, np.mean(np.abs(residual)), rtol=1e-3):
        return "This is the mean absolute error: the differences were not squared."
    if loss < before:
        return "The loss was measured after the update; the step must report what it started from."
    return "The value is not the mean of the squared differences."


def _update_cause(old: np.ndarray, new: np.ndarray, gradient: np.ndarray, rate: float, n: int) -> str:
    if np.allclose(new, old):
        return "Neither changed: a new tensor was made, the variables were not updated, or the gradient is None."
    if np.allclose(new, old + rate * gradient, atol=1e-4):
        return "The step goes up the gradient: the sign is wrong."
    if np.allclose(new, old - gradient, atol=1e-4):
        return "The gradient was not multiplied by the learning rate."
    if np.allclose(new, old - rate * n * gradient, rtol=1e-3, atol=1e-4):
        return "The gradient is that of the sum of squares; the loss is their mean."
    if np.isclose(new[0], old[0]) or np.isclose(new[1], old[1]):
        return "Only one of the two was updated."
    return "The change is not the learning rate times the gradient."


def _line(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    x, y = (sealed.inputs[name].astype(float) for name in ("x", "y"))
    returned = reading.items(answers, "fit_line")
    if len(returned) != 3:
        returned = [{"kind": "other", "type": f"tuple of {len(returned)}"}] * 3
    w, b = (reading.number_of(value, f"fit_line's {name}") for value, name in zip(returned, "wb", strict=False))
    losses = np.array([reading.number_of(v, "a loss of fit_line") for v in reading.items_of(returned[2], "losses")])
    falls = len(losses) > 1 and losses[-1] < losses[0] and np.mean(np.diff(losses) <= 1e-6) > 0.9
    yield find(
        "fit_line:losses",
        "the losses that `fit_line` returns fall",
        falls,
        1.5,
        expected="one loss a step, falling",
        got=f"{len(losses)} losses, from {losses[0]:.4g} to {losses[-1]:.4g}" if len(losses) else "no loss",
        cause="The step is too long (the loss grows), or the same loss is recorded again and again.",
        next_step="Append what train_step returns, once a step, and print the first five.",
    )
    slope, intercept = np.polyfit(x, y, 1)
    yield find(
        "fit_line:solution",
        "`fit_line` arrives at the least-squares line",
        np.allclose([w, b], [slope, intercept], atol=0.02),
        3,
        expected=f"w, b = {slope:.3f}, {intercept:.3f}",
        got=f"w, b = {w:.3f}, {b:.3f}",
        cause="Training stopped before the loss was flat, or the learning rate is too small for the number of steps.",
        next_step="Plot the losses: still falling means more steps; growing means a smaller learning rate.",
    )


# --- 36.4 -------------------------------------------------------------------------------------------------------------


def _layers(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    model = reading.entry(answers, "build_model", "model")
    dense = [layer for layer in models.architecture(model, "build_model") if layer.kind != "Dropout"]
    units = [layer.config.get("units") for layer in dense]
    yield find(
        "build_model:layers",
        "the network is Dense(8) and then Dense(3)",
        [layer.kind for layer in dense] == ["Dense", "Dense"] and units == [8, 3],
        2,
        expected="Dense(8), Dense(3)",
        got=", ".join(f"{layer.kind}({layer.config.get('units', '')})" for layer in dense) or "no layer",
        cause="The 4 of 4→8→3 is the input, which has no neurons of its own; 8 and 3 are the layers.",
        next_step="Call model.summary() and compare the output shapes.",
    )
    hidden = dense[0].activation if dense else "none"
    yield find(
        "build_model:hidden",
        "the hidden layer's activation is ReLU",
        hidden == "relu",
        1,
        expected="relu",
        got=hidden,
        cause="Without a non-linear activation two Dense layers are no more than one.",
        next_step="Give the first Dense layer activation=…",
    )
    output = dense[-1].activation if dense else "none"
    yield find(
        "build_model:output",
        "the output layer turns scores into probabilities of three exclusive classes",
        output == "softmax",
        1,
        expected="softmax",
        got=output,
        cause="Sigmoid outputs are separate yes/no answers and need not sum to 1."
        if output == "sigmoid"
        else "The outputs are not probabilities that sum to 1.",
        next_step="Look again at the table of output activations by problem.",
    )
    weights = [w for w in model.get("weights", []) if isinstance(w, np.ndarray)]
    count = int(sum(w.size for w in weights))
    yield find(
        "build_model:parameters",
        "the network has 67 parameters",
        count == 67,
        1.5,
        expected="67",
        got=f"{count}",
        cause="The network has no input shape yet, so no weights." if count == 0 else "A layer's size differs.",
        next_step="Work out inputs × units + units for both layers, and start the model with keras.Input(shape=…).",
    )


def _formula(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    sizes = [(int(i), int(u)) for i, u in sealed.inputs["sizes"]]
    counted = [reading.number_of(value, "dense_parameters") for value in reading.items(answers, "dense_parameters")]
    wrong = [(i, u, c) for (i, u), c in zip(sizes, counted, strict=False) if c != i * u + u]
    i, u, c = wrong[0] if wrong else (0, 0, 0)
    yield find(
        "dense_parameters:formula",
        "`dense_parameters(inputs, units)` counts weights and biases",
        not wrong and len(counted) == len(sizes),
        2.5,
        expected=f"{i * u + u} for {i} inputs and {u} units",
        got=f"{c:g}",
        cause="The biases are missing: one a unit." if c == i * u else "The count is not weights plus biases.",
        next_step="Draw 4 inputs and 8 units: how many lines between them, and how many biases?",
    )


def _short(values, digits: int = 3) -> str:
    """A few numbers for a message."""
    return "[" + ", ".join(f"{v:.{digits}g}" for v in np.ravel(values)[:4]) + "]"


PARTS = {
    "36.1": (*(_made(name) for name in _MADE), _image_batch, _in_place),
    "36.2": (_standardize, _constant_column, _softmax_values, _softmax_stable, _dtype_kept, _tensors_returned),
    "36.3": (_one_step, _line),
    "36.4": (_layers, _formula),
}
