"""The shape of collected answers. What `plain` makes always fits; what does not fit was not made by it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from autograder.evidence import BadEvidence

MAX_EMPTY_AXIS = 10_000
PHOTO_BLOCKS = (6, 6, 3)  # of the small picture that stands for a photo: rows, columns, colours
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
        "trainable": np.ndarray,
        "trainable_weights": int,
        "optimizer": (dict, type(None)),
        "loss": (dict, type(None)),
    },
    "history": {"epochs": list, "metrics": dict},
    "callback": {"class": str, "settings": dict},
    "optimizer": {"class": str, "learning_rate": float, "iterations": int, "config": dict},
    "scaler": {"class": str, "statistics": dict},
    "loss": {"name": str, "from_logits": bool, "label_smoothing": float},
    "images": {"shape": list, "dtype": str, "low": float, "high": float, "levels": int, "rows": np.ndarray},
    "photos": {"shape": list, "dtype": str, "low": float, "high": float, "blocks": np.ndarray},
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


def _entry(value, where: str, *kinds: str) -> None:
    kind = value.get("kind") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in (kinds or _FIELDS):
        raise BadEvidence(f"{where} is not a collected {' or '.join(kinds) or 'answer'}")
    for field, types in _FIELDS[kind].items():
        if not isinstance(value.get(field), types):
            raise BadEvidence(f"{where}.{field} is missing or of the wrong type")
    if strange := set(value) - {"kind", "called", *_FIELDS[kind]}:
        raise BadEvidence(f"{where} has a field that no collector writes: {sorted(strange)[0]}")
    if inside := _INSIDE.get(kind):
        inside(value, where)


def _items(value: dict, where: str) -> None:
    for item in value["items"]:
        _entry(item, where)


def _named_items(value: dict, where: str) -> None:
    for key, item in value["items"].items():
        _entry(item, f"{where}[{key!r}]")


def _model(value: dict, where: str) -> None:
    _arrays(value["weights"], f"{where}.weights")
    if value["trainable"].dtype != np.uint8 or value["trainable"].ndim != 1:
        raise BadEvidence(f"{where}.trainable is not one mark for each weight")
    for part in ("optimizer", "loss"):
        if value[part] is not None:
            _entry(value[part], f"{where}.{part}", part)


def _settings(field: str):
    """A check that a table holds single, ordinary values only."""

    def check(value: dict, where: str) -> None:
        for key, setting in value[field].items():
            ordinary = isinstance(setting, bool | float | str) or (isinstance(setting, int) and abs(setting) < 2**63)
            if not ordinary:
                raise BadEvidence(f"{where}.{field}[{key!r}] is not a single value")

    return check


def _arrays(values, where: str) -> None:
    for value in values:
        if not isinstance(value, np.ndarray):
            raise BadEvidence(f"{where} holds something other than arrays")
        _bounded(value, where)


def _images(value: dict, where: str) -> None:
    shape, rows = value["shape"], value["rows"]
    lengths = all(type(length) is int and 0 <= length < 2**31 for length in shape)
    if not lengths or rows.dtype != np.uint64 or rows.ndim != 1 or shape[:1] != [len(rows)]:
        raise BadEvidence(f"{where}.rows is not one digest for each image of its shape")


def _photos(value: dict, where: str) -> None:
    shape, blocks = value["shape"], value["blocks"]
    lengths = all(type(length) is int and 0 <= length < 2**31 for length in shape)
    if not lengths or blocks.dtype != np.float32 or blocks.shape != (shape[0] if shape else 0, *PHOTO_BLOCKS):
        raise BadEvidence(f"{where}.blocks is not a small picture for each photo of its shape")


def _bounded(array: np.ndarray, where: str) -> None:
    """An array of no elements can have an axis of any length, which costs no byte until someone computes with it."""
    if array.size == 0 and any(length > MAX_EMPTY_AXIS for length in array.shape):
        raise BadEvidence(f"{where} is an empty array of shape {array.shape}")


_INSIDE = {
    **dict.fromkeys(("Tensor", "Variable", "ndarray"), lambda value, where: _bounded(value["value"], where)),
    "list": _items,
    "dict": _named_items,
    "model": _model,
    "history": lambda value, where: _arrays(value["metrics"].values(), f"{where}.metrics"),
    "images": _images,
    "photos": _photos,
    "scaler": lambda value, where: _arrays(value["statistics"].values(), f"{where}.statistics"),
    "optimizer": _settings("config"),
    "callback": _settings("settings"),
}
