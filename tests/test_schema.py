"""Evidence that no collector made is recognised before any judge sees it."""

import numpy as np
import pytest

from autograder.evidence import BadEvidence
from autograder.exercises import Sealed
from autograder.judging import judge
from autograder.schema import require_well_formed

MODEL = {"kind": "model", "class": "Sequential", "config": "{}", "weights": [], "trainable": np.zeros(0, np.uint8),
         "trainable_weights": 0,
         "optimizer": None, "loss": None}  # fmt: skip


@pytest.mark.parametrize(
    ("evidence", "message"),
    [
        ({}, "the evidence lacks its answers"),
        ({"attempted": 1, "answers": {}}, "the evidence lacks its answers"),
        ({"attempted": True, "answers": {"x": 3}}, "x is not a collected answer"),
        ({"attempted": True, "answers": {"x": {"kind": ["Tensor"]}}}, "x is not a collected answer"),
        (
            {"attempted": True, "answers": {"x": {"kind": "Tensor", "dtype": "f"}}},
            r"x\.value is missing or of the wrong",
        ),
        (
            {"attempted": True, "answers": {"x": {"kind": "dict", "items": {"a": {"kind": "number", "value": "1"}}}}},
            r"x\['a'\]\.value is missing or of the wrong type",
        ),
        (
            {"attempted": True, "answers": {"m": {**MODEL, "weights": ["code"]}}},
            r"m\.weights holds something other than arrays",
        ),
        (
            {"attempted": True, "answers": {"m": {**MODEL, "optimizer": {}}}},
            r"m\.optimizer is not a collected optimizer",
        ),
        (
            {"attempted": True, "answers": {"m": {**MODEL, "loss": {"kind": "stub"}}}},
            r"m\.loss is not a collected loss",
        ),
        (
            {"attempted": True, "answers": {"x": {"kind": "stub", "extra": 1}}},
            "x has a field that no collector writes: extra",
        ),
        (
            {"attempted": True, "answers": {"c": {"kind": "callback", "class": "C", "settings": {"monitor": []}}}},
            r"c\.settings\['monitor'\] is not a single value",
        ),
        (
            {"attempted": True, "answers": {"x": {"kind": "Tensor", "dtype": "f", "value": np.zeros((0, 10**9))}}},
            r"x is an empty array of shape \(0, 1000000000\)",
        ),
    ],
)
def test_malformed_evidence_names_the_place(evidence: dict, message: str):
    with pytest.raises(BadEvidence, match=message):
        require_well_formed(evidence)


def test_a_judge_refuses_it_too():
    with pytest.raises(BadEvidence, match="the evidence lacks its answers"):
        judge("36.1", {"answers": []}, Sealed())


def test_honest_evidence_passes():
    answer = {"kind": "list", "items": [{"kind": "Tensor", "dtype": "float32", "value": np.zeros(2)}]}
    require_well_formed({"attempted": True, "answers": {"x": answer, "m": MODEL}})
