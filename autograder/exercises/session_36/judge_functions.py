"""Session 36, judging 36.2: standardize and softmax."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from autograder import reading
from autograder.exercises import Sealed
from autograder.findings import Finding, few, find

_READY = ("Softmax", "LogSoftmax")  # the operations behind tf.nn.softmax, keras.ops.softmax and their like


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
    got = reading.array(answers, "standardize(measurements)", "Tensor", "ndarray", ndim=2)
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
        got=f"column means {few(got.mean(axis=0))}, deviations {few(got.std(axis=0))}",
        cause=cause,
        next_step="tf.reduce_mean and tf.math.reduce_std take axis=; try both axes on a 2×3 table.",
    )


def _constant_column(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    x = sealed.inputs["constant_column"]
    table = reading.entry(answers, "standardize(constant_column)", "Tensor", "ndarray")["value"]
    column = table[:, 1] if table.shape == x.shape else np.array([np.nan])
    yield find(
        "standardize:constant_column",
        "`standardize(x)` turns a column that never varies into zeros",
        np.allclose(column, 0, atol=1e-3),
        1,
        expected="0 in the whole column",
        got=few(column) if table.shape == x.shape else f"shape {table.shape}",
        cause="The column's own mean was not taken away."
        if np.all(np.isfinite(column))
        else "A constant column has deviation 0, and 0 / 0 is NaN.",
        next_step="Try a table whose second column holds the same number in every row.",
    )


def _softmax_of_logits(answers: Mapping, sealed: Sealed) -> tuple[np.ndarray, np.ndarray, bool]:
    """What the student's function makes of the sealed logits, what it should make, and whether that is the same."""
    got = reading.array(answers, "softmax(logits)", "Tensor", "ndarray", ndim=2)
    wanted = _softmax(sealed.inputs["logits"].astype(float))
    return got, wanted, got.shape == wanted.shape and np.allclose(got, wanted, atol=1e-4)


def _softmax_values(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    z = sealed.inputs["logits"]
    got, wanted, right = _softmax_of_logits(answers, sealed)
    down_columns = got.shape == z.shape and np.allclose(got.sum(axis=0), 1, atol=1e-4)
    yield find(
        "softmax:values",
        "`softmax(z)` turns each row of logits into probabilities",
        right,
        1,
        expected=few(wanted[0]),
        got=few(got[0]) if got.shape == z.shape else f"shape {got.shape}",
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
        0.25,
        expected="1 in every row",
        got=few(sums),
        cause="The normalisation divides by something other than the row's own sum.",
        next_step="Print the row sums of your result for a small table.",
    )


def _softmax_built(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    if not _softmax_of_logits(answers, sealed)[2]:
        return  # how it is built says nothing while it is something else
    found = answers.get("operations of softmax", {})
    operations = [str(item.get("value")) for item in found.get("items", ())] if found.get("kind") == "list" else []
    ready = [operation for operation in operations if operation in _READY]
    yield find(
        "softmax:built",
        "`softmax` is built from simpler operations",
        not ready,
        0.75,
        expected="exponentials and sums",
        got=f"TensorFlow's own {ready[0]}" if ready else "simpler operations",
        cause="The ready-made function was called; this exercise is about what happens inside it.",
        next_step="Write the quotient of the definition with TensorFlow's simple operations.",
    )


def _softmax_stable(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    z = sealed.inputs["huge_logits"].astype(float)
    wanted = _softmax(z)
    got = reading.entry(answers, "softmax(huge_logits)", "Tensor", "ndarray")["value"]
    right = got.shape == z.shape and np.isclose(got, wanted, atol=1e-4).all(axis=1)  # (n,)
    row = int(np.argmin(right)) if got.shape == z.shape else 0
    yield find(
        "softmax:stable",
        "`softmax(z)` survives logits of ±1000",
        np.all(right),
        1.5,
        expected=f"{few(wanted[row])} for the logits {few(z[row], 4)}",
        got=few(got[row]) if got.shape == z.shape else f"shape {got.shape}",
        cause=_unstable_cause(z[row], got[row]) if got.shape == z.shape else "The shape of the table has changed.",
        next_step="Taking the same number from every logit of a row leaves softmax unchanged. Which number helps?",
    )


def _unstable_cause(logits: np.ndarray, row: np.ndarray) -> str:
    if np.all(np.isfinite(row)):
        return "The row is finite but not right: one row must not depend on the others."
    if logits.max() < -500:
        return "Every exp of this row is 0, and 0 / 0 is NaN: what is taken away must fit each row."
    return "exp(1000) is infinity in float32, and infinity / infinity is NaN."


def _dtype_kept(name: str, values: str):
    """The part that judges the dtype one of the functions returns."""

    def part(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
        dtype = reading.entry(answers, f"{name}({values})", "Tensor", "ndarray")["dtype"]
        yield find(
            f"{name}:dtype",
            f"`{name}` returns float64 for a float64 tensor",
            dtype == "float64",
            0.5,
            expected="float64",
            got=dtype,
            cause="A tensor of another dtype, or a tf.cast to float32, stands inside the function.",
            next_step="Make constants with the input's dtype, for example tf.ones_like(x).",
        )

    return part


def _tensor_returned(name: str, values: str):
    """The part that judges whether one of the functions stays within TensorFlow."""

    def part(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
        kind = reading.entry(answers, f"{name}({values})", "Tensor", "ndarray")["kind"]
        flows = answers.get(f"gradient of {name}", {}).get("kind") == "Tensor"
        yield find(
            f"{name}:tensor",
            f"`{name}` computes with TensorFlow, so that gradients pass through",
            kind == "Tensor" and flows,
            0.5,
            expected="a tensor that depends on x by TensorFlow operations",
            got="a NumPy array" if kind == "ndarray" else "a tensor without a gradient" if not flows else "a tensor",
            cause="A NumPy function, or .numpy(), takes the value out of TensorFlow, and with it every gradient.",
            next_step="Use the tf.… operation of the same name.",
        )

    return part


PARTS = {
    "36.2": (
        *(_standardize, _constant_column, _softmax_values, _softmax_built, _softmax_stable),
        *(_dtype_kept("standardize", "measurements_64"), _dtype_kept("softmax", "logits_64")),
        *(_tensor_returned("standardize", "measurements"), _tensor_returned("softmax", "logits")),
    )
}
