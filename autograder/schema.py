"""The shape of collected answers. What `plain` makes always fits; what does not fit was not made by it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from autograder.evidence import BadEvidence

_ARRAY = {"dtype": str, "value": np.ndarray}
_FIELDS = {
    "Tensor": _ARRAY,
    "Variable": _ARRAY,
    "ndarray": _ARRAY,
    "number": {"value": (bool, int, float)},
    "text": {"value": str},
    "list": {"items": list},
    "dict": {"items": dict},
    "model": {
        "class": str,
        "config": str,
        "weights": list,
        "trainable_weights": int,
        "optimizer": (dict, type(None)),
        "loss": (dict, type(None)),
    },
    "history": {"epochs": list, "metrics": dict},
    "callback": {"class": str, "settings": dict},
    "optimizer": {"class": str, "learning_rate": float, "iterations": int, "config": dict},
    "scaler": {"class": str, "statistics": dict},
    "loss": {"name": str, "from_logits": bool},
    "raised": {"error": str},
    "other": {"type": str},
    "function": {},
    "stub": {},
    "absent": {},
}


def require_well_formed(evidence: Mapping) -> None:
    """Raise `BadEvidence`, naming the place, unless every collected answer has the fields its kind has."""
    answers = evidence.get("answers")
    if not isinstance(answers, dict) or not isinstance(evidence.get("attempted"), bool):
        raise BadEvidence("the evidence lacks its answers")
    for name, value in answers.items():
        _entry(value, name)


def _entry(value, where: str) -> None:
    kind = value.get("kind") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in _FIELDS:
        raise BadEvidence(f"{where} is not a collected answer")
    for field, types in _FIELDS[kind].items():
        if not isinstance(value.get(field), types):
            raise BadEvidence(f"{where}.{field} is missing or of the wrong type")
    if kind == "list":
        for item in value["items"]:
            _entry(item, where)
    elif kind == "dict":
        for key, item in value["items"].items():
            _entry(item, f"{where}[{key!r}]")
    elif kind == "model":
        _model(value, where)
    elif kind == "history":
        _arrays(value["metrics"].values(), f"{where}.metrics")
    elif kind == "scaler":
        _arrays(value["statistics"].values(), f"{where}.statistics")


def _model(value: dict, where: str) -> None:
    _arrays(value["weights"], f"{where}.weights")
    for part in ("optimizer", "loss"):
        if value[part] is not None:
            _entry(value[part], f"{where}.{part}")


def _arrays(values, where: str) -> None:
    if not all(isinstance(value, np.ndarray) for value in values):
        raise BadEvidence(f"{where} holds something other than arrays")
