"""What does not fit is said in the student's words."""

import numpy as np
import pytest

from autograder import reading
from autograder.findings import WrongAnswer

TENSOR = {"kind": "Tensor", "dtype": "float32", "value": np.array([[1.0, 2.0]])}


def _message(function, *arguments, **more) -> tuple[str, str]:
    with pytest.raises(WrongAnswer) as caught:
        function(*arguments, **more)
    return caught.value.finding.got, caught.value.finding.hint


def test_what_fits_is_handed_on():
    assert reading.array({"x": TENSOR}, "x", ndim=2).shape == (1, 2)
    assert reading.number({"n": {"kind": "number", "value": 2}}, "n") == 2.0
    assert reading.number({"n": {**TENSOR, "value": np.array([3.0])}}, "n") == 3.0
    assert reading.text({"t": {"kind": "text", "value": "adam"}}, "t") == "adam"
    assert reading.mapping({"d": {"kind": "dict", "items": {"a": TENSOR}}}, "d") == {"a": TENSOR}
    assert reading.items({"l": {"kind": "list", "items": [TENSOR]}}, "l") == [TENSOR]


@pytest.mark.parametrize(
    ("value", "got", "hint"),
    [
        (None, "nothing of that name", "Set `x` in the solution cell"),
        ({"kind": "stub"}, "nothing yet", "has not been run"),
        ({"kind": "raised", "error": "ValueError: no"}, "ValueError: no", "stops with this error"),
        ({"kind": "stub", "called": True}, "nothing", "`return` is missing"),
        ({"kind": "text", "value": "a"}, "a text", "`x` holds a text."),
        ({"kind": "other", "type": "DataFrame"}, "a DataFrame", "its type(…)"),
        ({**TENSOR, "value": np.array([1.0])}, "rank 1, shape (1,)", "An axis is missing"),
        ({**TENSOR, "value": np.array([[np.nan, 1]])}, "NaN or infinity", "division by zero"),
    ],
)
def test_what_does_not_fit_is_explained(value, got: str, hint: str):
    said = _message(reading.array, {} if value is None else {"x": value}, "x", ndim=2)
    assert said[0] == got and hint in said[1]


def test_numbers_that_are_none():
    assert _message(reading.number, {"n": {"kind": "number", "value": float("inf")}}, "n")[0] == "inf"
    assert _message(reading.number, {"n": TENSOR}, "n")[0] == "several numbers"


def test_a_missing_key_is_no_missing_name():
    got, hint = _message(reading.typed, {"kind": "absent"}, "runs['adam']", "dict")
    assert got == "no such key" and "Print `list(runs)`." in hint


def test_a_curve_that_was_not_recorded_lists_those_that_were():
    history = {"kind": "history", "epochs": [0], "metrics": {"loss": np.array([1.0])}}
    assert reading.curve_of(history, "h", "loss").tolist() == [1.0]
    got, hint = _message(reading.curve_of, history, "h", "val_loss")
    assert got == "loss" and "only with validation_data" in hint


def test_the_batches_of_a_pipeline():
    number = {"kind": "number", "value": 3}
    passed = {"kind": "list", "items": [TENSOR, TENSOR, number]}
    assert reading.batches({"own_val again": passed}, "own_val again") == (TENSOR, TENSOR, 3)
    got, _ = _message(reading.batches, {"own_val": {"kind": "list", "items": [TENSOR, TENSOR]}}, "own_val")
    assert got == "a list"
    assert _message(reading.batches, {}, "own_val again")[0] == "nothing of that name"
