"""Read evidence with the types a judge needs. What does not fit raises `WrongAnswer` with a message for the student."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from autograder.findings import WrongAnswer

_WHAT_IT_IS = {
    "Tensor": "a tensor",
    "Variable": "a tf.Variable",
    "ndarray": "a NumPy array",
    "number": "a number",
    "text": "a text",
    "list": "a list",
    "dict": "a dictionary",
    "model": "a Keras model",
    "history": "the History that fit returns",
    "callback": "a Keras callback",
    "optimizer": "a Keras optimizer",
    "scaler": "a fitted scaler",
    "function": "a function",
    "images": "an array of images",
    "photos": "an array of photos",
    "stub": "nothing yet",
    "absent": "nothing of that name",
}


def entry(answers: Mapping, name: str, *kinds: str) -> Mapping:
    """The collected answer `name`, which must be of one of `kinds`. Raises `WrongAnswer`."""
    return typed(answers.get(name, {"kind": "absent"}), name, *kinds)


def typed(value, name: str, *kinds: str) -> Mapping:
    """`value` if it is a collected entry of one of `kinds`; raises `WrongAnswer` naming the student's `name`."""
    kind = value.get("kind")
    if kind in kinds:
        return value
    called = bool(value.get("called"))
    expected = _expected(kinds)
    check = f"`{name}` {'returns' if called else 'is'} {expected}"
    if kind == "raised":
        check, expected, got = f"`{name}` runs without an error", "no error", value["error"][:300]
        cause = "The code stops with this error before it gives an answer."
        step = "Look for the line it comes from, print the values it works on, and run the cell again."
    elif kind == "stub" and called:
        got, cause = "nothing", "The function gives nothing back: it is empty, or `return` is missing."
        step = "End the function with `return …`, then print what it returns."
    elif kind in ("stub", "absent"):
        got, cause, step = _not_there(kind, name)
    else:
        got = _WHAT_IT_IS.get(kind) or f"a {value.get('type', 'value')}"
        cause = f"The function returns {got}." if called else f"`{name}` holds {got}."
        if kinds == ("Variable",) and kind == "Tensor":
            cause = f"{cause[:-1]}, which never changes; what training moves has to."
        step = "Print it, and its type(…), and compare with the task."
    raise WrongAnswer(f"{name}:given", check, expected, got, cause, step)


def _not_there(kind: str, name: str) -> tuple[str, str, str]:
    """What was found, why, and what to do, for an answer that is not set or not there at all."""
    base, bracket, _ = name.partition("[")
    if kind == "absent" and bracket:
        return "no such key", f"The dictionary `{base}` has no entry of that key.", f"Print `list({base})`."
    cause = "The solution cell has not set it, or has not been run, or spells it another way."
    return _WHAT_IT_IS[kind], cause, f"Set `{name}` in the solution cell, run that cell, then run this check."


def _expected(kinds: tuple[str, ...]) -> str:
    """What is wanted, in a few words: whoever asks for a number or a tensor also takes what is as good."""
    for simple in ("number", "Tensor"):
        if simple in kinds:
            return _WHAT_IT_IS[simple]
    return " or ".join(_WHAT_IT_IS[kind] for kind in kinds if kind in _WHAT_IT_IS)


def array(answers: Mapping, name: str, *kinds: str, ndim: int | None = None) -> np.ndarray:
    """The array in answer `name` (kinds default to tensor, Variable and ndarray), finite, of rank `ndim`."""
    return array_of(answers.get(name, {"kind": "absent"}), name, *kinds, ndim=ndim)


def array_of(value, name: str, *kinds: str, ndim: int | None = None) -> np.ndarray:
    """The array in a collected entry. Raises `WrongAnswer` for another kind, another rank, or values not finite."""
    found = typed(value, name, *(kinds or ("Tensor", "Variable", "ndarray"))).get("value")
    if not isinstance(found, np.ndarray):
        raise _unusable(name, "an array of numbers", "something else")
    if ndim is not None and found.ndim != ndim:
        raise WrongAnswer(
            f"{name}:rank",
            f"`{name}` has rank {ndim}",
            f"rank {ndim}",
            f"rank {found.ndim}, shape {found.shape}",
            "An axis is missing or too many.",
            f"Print `{name}.shape`; reshape, tf.expand_dims and tf.squeeze change the rank.",
        )
    if not np.all(np.isfinite(found)):
        raise WrongAnswer(
            f"{name}:finite",
            f"every value of `{name}` is a finite number",
            "finite numbers",
            "NaN or infinity",
            "A division by zero, a logarithm of zero or an overflow happened on the way.",
            "Find the first step whose result is not finite; print it for the smallest input that shows it.",
        )
    return found


def number(answers: Mapping, name: str) -> float:
    """The finite number in answer `name`; a tensor or array of one element will do. Raises `WrongAnswer`."""
    return number_of(answers.get(name, {"kind": "absent"}), name)


def number_of(value, name: str) -> float:
    """The finite number in a collected entry. Raises `WrongAnswer`."""
    number = _float_of(value, name)
    if math.isfinite(number):
        return number
    raise _unusable(name, "a finite number", f"{number}", "Something overflowed, or was divided by zero, on the way.")


def numbers(answers: Mapping, name: str) -> np.ndarray:
    """The numbers in answer `name`, an array, or a list or dictionary of them: float64. Raises `WrongAnswer`.

    They may be infinite or NaN: what a division by zero left may tell what was divided.
    """
    found = entry(answers, name, "ndarray", "Tensor", "Variable", "list", "dict")
    if isinstance(found.get("value"), np.ndarray):
        return found["value"].astype(float)
    items = found["items"].values() if found["kind"] == "dict" else found["items"]
    return np.array([_float_of(item, name) for item in items], dtype=float)


def _float_of(value, name: str) -> float:
    """The number in a collected entry, which need not be finite. Raises `WrongAnswer`."""
    found = typed(value, name, "number", "Tensor", "Variable", "ndarray").get("value")
    if isinstance(found, np.ndarray):
        found = found.item() if found.size == 1 else None
    if found is None:
        raise _unusable(name, "one number", "several numbers", "A whole tensor is left where one number is wanted.")
    try:
        return float(found)
    except OverflowError:  # a whole number too large for any float
        return math.inf


def text(answers: Mapping, name: str) -> str:
    """The text in answer `name`. Raises `WrongAnswer`."""
    return str(entry(answers, name, "text").get("value", ""))


def mapping(answers: Mapping, name: str) -> dict[str, Mapping]:
    """The items of the dictionary in answer `name`, by key as text. Raises `WrongAnswer`."""
    return mapping_of(answers.get(name, {"kind": "absent"}), name)


def mapping_of(value, name: str) -> dict[str, Mapping]:
    """The items of a collected dictionary. Raises `WrongAnswer`."""
    items = typed(value, name, "dict").get("items")
    if not isinstance(items, dict):
        raise _unusable(name, "a dictionary", "something else")
    return items


def texts(answers: Mapping, name: str) -> dict[str, str]:
    """The values of the dictionary in answer `name`, by key, as texts. Raises `WrongAnswer`."""
    return {key: str(item.get("value", "")) for key, item in mapping(answers, name).items()}


def items(answers: Mapping, name: str) -> list:
    """The items of the list in answer `name`. Raises `WrongAnswer`."""
    return items_of(answers.get(name, {"kind": "absent"}), name)


def items_of(value, name: str) -> list:
    """The items of a collected list. Raises `WrongAnswer`."""
    found = typed(value, name, "list").get("items")
    if not isinstance(found, list):
        raise _unusable(name, "a list", "something else")
    return found


def batches(answers: Mapping, name: str) -> tuple[Mapping, Mapping, int]:
    """The pictures, the labels and the number of batches of the pipeline in answer `name`. Raises `WrongAnswer`.

    Behind its first word `name` may say which pass it was.
    """
    pipeline = name.split()[0]
    found = items_of(answers.get(name, {"kind": "absent"}), pipeline)
    if len(found) != 3:
        raise _unusable(pipeline, "a pipeline of batches", "a list")
    return found[0], found[1], int(number_of(found[2], pipeline))


def curve_of(value, name: str, metric: str) -> np.ndarray:
    """The values of `metric` in a collected History, one an epoch: float64, (epochs,). Raises `WrongAnswer`."""
    metrics = typed(value, name, "history").get("metrics")
    metrics = metrics if isinstance(metrics, dict) else {}
    curve = metrics.get(metric)
    if not isinstance(curve, np.ndarray) or curve.ndim != 1 or not curve.size:
        there = ", ".join(sorted(metrics)) or "nothing"
        raise WrongAnswer(
            f"{name}:{metric}",
            f"`{name}` recorded `{metric}`",
            metric,
            there,
            "Keras records a curve only for the metrics given to compile, and `val_…` only with validation_data.",
            "Add what is missing to compile or fit, and train again.",
        )
    return curve.astype(float)


def _unusable(name: str, expected: str, got: str, cause: str = "It holds a value the check cannot use.") -> WrongAnswer:
    return WrongAnswer(
        f"{name}:value", f"`{name}` is {expected}", expected, got, cause, "Print it and compare with the task."
    )
