"""Turn what a notebook defines into plain data. Runs beside the student's objects and decides nothing.

Every value becomes a table with a `kind`: `Tensor`, `Variable`, `ndarray`, `number`, `text`, `list`, `dict`, `model`,
`history`, `callback`, `optimizer`, `scaler`, `function`, `stub` (not attempted), `absent`, `raised` or `other`; and
`images` and `photos`, which `autograder.image_rows` and `autograder.photo_rows` make.
"""

from __future__ import annotations

import dis
import math
import numbers
import re
from collections.abc import Callable, Mapping
from types import FunctionType

import keras
import numpy as np
import tensorflow as tf

ABSENT = object()  # stands for an answer whose name the notebook does not have
MAX_DEPTH = 6  # of lists and dictionaries inside one another
MAX_ITEMS = 1000
MAX_ARRAY_BYTES = 20_000_000
MAX_MODEL_BYTES = 30_000_000
_LARGEST_INT = 2**63 - 1
MAX_TEXT = 10_000
_EMPTY_BODY = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST", "POP_TOP"}
# TensorFlow names the node and the operation that failed, which says nothing to a student.
_TENSORFLOW_PLACES = re.compile(r"\{\{function_node [^}]*\}\}+ ?|\s*\[Op:\w+\].*")
_SCALER_STATISTICS = ("mean_", "var_", "scale_", "center_", "data_min_", "data_max_", "n_samples_seen_")


def plain(value, depth: int = 0) -> dict:
    """`value`, which stands inside `depth` containers, as plain data; never raises."""
    try:
        return _plain(value, depth)
    except (Exception, SystemExit) as error:  # a student's object may do anything when looked at
        return {"kind": "raised", "error": error_text(error)}


def call(function, *arguments, look: Callable[..., dict] | None = None) -> dict:
    """What `function(*arguments)` returns, as plain data marked `called`; `raised` with the error where it raises.

    `look` turns the result into plain data in the place of `plain`.
    """
    if function is ABSENT:
        return plain(function)
    if is_stub(function) or not callable(function):
        return {**plain(function), "called": True}
    try:
        return {**(look or plain)(function(*arguments)), "called": True}
    except (Exception, SystemExit) as error:
        return {"kind": "raised", "error": error_text(error), "called": True}


def answers_as_evidence(answers: Mapping, inputs: Mapping, collector) -> dict:
    """The evidence of one exercise (see `exercises.Collector`): whether it was attempted at all, and what it holds."""
    attempted = any(not is_stub(answers[name]) for name in collector.answers)
    return {"attempted": attempted, "answers": collector.collect(answers, inputs) if attempted else {}}


def is_stub(value) -> bool:
    """Whether `value` is what the notebook began with: `...`, None, an empty function, or a container of only those.

    An empty container is an answer.
    """
    if value is ... or value is None or value is ABSENT:
        return True
    if type(value) is FunctionType:
        return all(_does_nothing(step) for step in dis.get_instructions(value))
    if type(value) in (list, tuple, dict):
        return bool(value) and all(is_stub(item) for item in (value.values() if type(value) is dict else value))
    return False


def _does_nothing(step: dis.Instruction) -> bool:
    loads = step.opname in ("LOAD_CONST", "RETURN_CONST")
    return step.opname in _EMPTY_BODY and (not loads or step.argval in (None, ...))


def _plain(value, depth: int) -> dict:
    if depth > MAX_DEPTH:
        return {"kind": "other", "type": f"{type(value).__name__} inside {MAX_DEPTH} others"}
    if is_stub(value):
        return {"kind": "absent" if value is ABSENT else "stub"}
    if isinstance(value, bool | np.bool_ | numbers.Real):
        return {"kind": "number", "value": _number(value)}
    if isinstance(value, str):
        return {"kind": "text", "value": str.__str__(value)[:MAX_TEXT]}
    if isinstance(value, Mapping):
        items = list(value.items())[:MAX_ITEMS]
        return {"kind": "dict", "items": {_key(key): plain(item, depth + 1) for key, item in items}}
    if isinstance(value, list | tuple | tf.TensorShape):
        value = list(value)
        return {"kind": "list", "items": [plain(item, depth + 1) for item in value[:MAX_ITEMS]]}
    for kind, to_plain in _KINDS:
        if isinstance(value, kind):
            return to_plain(value)
    if all(hasattr(value, method) for method in ("fit", "transform")):
        return _scaler(value)
    if hasattr(value, "__array__") and not callable(value):  # a pandas table or column
        return _array("ndarray", np.asarray(value), type(value).__name__)
    if callable(value):
        return {"kind": "function"}
    return {"kind": "other", "type": type(value).__name__}


def _number(value) -> bool | int | float:
    value = value.item() if isinstance(value, np.generic) else value
    if type(value) is int and abs(value) > _LARGEST_INT:
        return math.copysign(math.inf, value)
    return value if type(value) in (bool, int, float) else float(value)


def _key(key) -> str:
    """A dictionary's key as text; 5, 5.0 and np.int64(5) are one key, as they are in Python."""
    whole = isinstance(key, float) and key.is_integer() and abs(key) < _LARGEST_INT
    return str(int(key)) if whole else str(key)


def _array(kind: str, value, dtype: str) -> dict:
    array = np.array(value)  # a plain copy: no subclass travels
    if array.nbytes > MAX_ARRAY_BYTES:
        return {"kind": "other", "type": f"array of {array.nbytes} bytes"}
    if array.dtype.kind == "U" and array.ndim == 1:
        return {"kind": "list", "items": [plain(str(text)) for text in array[:MAX_ITEMS]]}
    if array.dtype.kind not in "biuf":
        return {"kind": "other", "type": f"array of {dtype}"}
    return {"kind": kind, "dtype": dtype, "value": array}


def _history(value: keras.callbacks.History) -> dict:
    metrics = {str(name): np.asarray(curve, dtype=float) for name, curve in value.history.items()}
    return {"kind": "history", "epochs": [int(epoch) for epoch in value.epoch], "metrics": metrics}


def _model(value: keras.Model) -> dict:
    weights = value.get_weights()
    size = sum(weight.nbytes for weight in weights)
    if size > MAX_MODEL_BYTES:
        return {"kind": "other", "type": f"model with {size / 1e6:.0f} MB of weights"}
    return {**_described(value), "weights": [np.array(weight) for weight in weights]}


def sketch(value) -> dict:
    """A model without its weights, for one whose layers are looked at only, or that is too large to travel."""
    try:
        return _described(value) if isinstance(value, keras.Model) else plain(value)
    except (Exception, SystemExit) as error:  # as in `plain`
        return {"kind": "raised", "error": error_text(error)}


def _described(value: keras.Model) -> dict:
    optimizer = getattr(value, "optimizer", None)
    trainable = {id(weight) for weight in value.trainable_weights}
    return {
        "kind": "model",
        "class": type(value).__name__,
        "config": value.to_json(),
        "weights": [],
        "trainable": np.array([id(weight) in trainable for weight in value.weights], dtype=np.uint8),
        "trainable_weights": len(value.trainable_weights),
        "optimizer": _optimizer(optimizer) if optimizer is not None else None,
        "loss": _loss(getattr(value, "loss", None)),
    }


def _optimizer(value: keras.optimizers.Optimizer) -> dict:
    config = {k: v for k, v in value.get_config().items() if type(v) in (bool, int, float, str)}
    return {
        "kind": "optimizer",
        "class": type(value).__name__,
        "learning_rate": float(value.learning_rate),
        "iterations": int(value.iterations),
        "config": config,
    }


def _loss(loss) -> dict | None:
    """The compiled loss by its name, which is the same for a string, a function and an instance, and its settings."""
    if loss is None:
        return None
    found = keras.losses.get(loss) if isinstance(loss, str) else loss
    name = getattr(found, "__name__", None) or type(found).__name__
    config = found.get_config() if isinstance(found, keras.losses.Loss) else {}
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", str(name)).lower()
    smoothing = float(config.get("label_smoothing") or 0)
    return {"kind": "loss", "name": name, "from_logits": bool(config.get("from_logits")), "label_smoothing": smoothing}


def _callback(value: keras.callbacks.Callback) -> dict:
    settings = {k: v for k, v in vars(value).items() if type(v) in (bool, int, float, str)}
    return {"kind": "callback", "class": type(value).__name__, "settings": settings}


def _scaler(value) -> dict:
    statistics = {}
    for name in _SCALER_STATISTICS:
        statistic = getattr(value, name, None)
        if statistic is not None:
            statistics[name] = np.array(statistic, dtype=float)
    return {"kind": "scaler", "class": type(value).__name__, "statistics": statistics}


def error_text(error: BaseException) -> str:
    """An error as one short line."""
    try:
        text = _TENSORFLOW_PLACES.sub("", str(error)).strip()
    except Exception:  # an exception of the student's own may raise when it is printed
        text = ""
    lines = text.splitlines()
    return f"{type(error).__name__}: {lines[0] if lines else ''}"[:300]


_KINDS = (
    (tf.Variable, lambda v: _array("Variable", v.numpy(), v.dtype.name)),
    (tf.Tensor, lambda v: _array("Tensor", v.numpy(), v.dtype.name)),
    (keras.Variable, lambda v: _array("Variable", v.numpy(), v.dtype)),
    (np.ndarray, lambda v: _array("ndarray", v, str(v.dtype))),
    (keras.Model, _model),
    (keras.callbacks.History, _history),
    (keras.callbacks.Callback, _callback),
    (keras.optimizers.Optimizer, _optimizer),
)
