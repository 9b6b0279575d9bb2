"""Session 38, the kernel's half: what the answers of 38.6 to 38.10 become as plain data. Nothing is judged here."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from autograder.exercises import Collector
from autograder.photo_rows import photo_rows
from autograder.plain import MAX_ARRAY_BYTES, call, error_text, is_stub, plain, sketch
from autograder.split_rows import batches_of

_MAX_BATCHES = 100
_TOP_K = 3


def _swap(answers: Mapping, inputs: Mapping) -> dict:
    """38.6: the table and the answers, and each family's preparation on sealed pixels."""
    collected = {name: plain(answers[name]) for name in ("bases", "swap_answers")}
    functions = answers["preprocess"]
    if is_stub(functions) or not isinstance(functions, Mapping):
        return collected | {"preprocess": plain(functions)}
    for name in ("MobileNetV2", "ResNet50"):
        collected[f"preprocess {name}"] = call(functions.get(name), inputs["pixels"].copy())
    return collected


def _tuned(answers: Mapping, inputs: Mapping) -> dict:
    """38.7: the network of phase one and the tuned one, with their weights; histories, callback, accuracy."""
    names = ("model", "fine_model", "head_history", "tuning_stop", "tuning_history", "tuned_accuracy")
    collected = {name: plain(answers[name]) for name in (*names, "y_val", "y_test")}
    return collected | {name: photo_rows(answers[name]) for name in ("x_val", "x_test")}


def _own(answers: Mapping, inputs: Mapping) -> dict:
    """38.8: the audit of sealed folders, the pipelines gone through, the network, and what was read off it."""
    names = ("label_modes", "own_model", "own_confusion", "own_class_accuracy", "misclassified")
    collected = {name: plain(answers[name]) for name in names}
    for number, files in enumerate(inputs["folders"]):
        with tempfile.TemporaryDirectory() as folder:
            _write(files, inputs["empty"][number], Path(folder))
            collected[f"audit {number}"] = call(answers["audit"], Path(folder))
    for name in ("own_train", "own_val"):
        collected[name] = batches_of(answers[name], photo_rows, _MAX_BATCHES)
    # The test photos travel whole: they may be the learner's own, and the judge has to see what the network saw.
    collected["own_test"] = batches_of(answers["own_test"], _whole, _MAX_BATCHES)
    return collected | {"own_val again": batches_of(answers["own_val"], photo_rows, _MAX_BATCHES)}


def _whole(photos: np.ndarray) -> dict:
    """Photos as plain data, in half the bytes where they would be too many."""
    return plain(photos if photos.nbytes <= MAX_ARRAY_BYTES else photos.astype(np.float16))


def _write(files: Mapping, empty: list, folder: Path) -> None:
    for path in empty:
        (folder / path).mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content.tobytes())


def _deployed(answers: Mapping, inputs: Mapping) -> dict:
    """38.9: the model before and after, what it says of sealed files, and the two numbers."""
    collected = {name: plain(answers[name]) for name in ("model", "reloaded", "size_mb", "latency_ms")}
    collected["model_file"] = _file(answers["model_file"])
    predict = answers["predict_file"]
    with tempfile.TemporaryDirectory() as folder:
        for name, content in inputs["files"].items():
            (Path(folder) / name).write_bytes(content.tobytes())
        for name in (*inputs["files"], "missing.jpg"):
            collected[f"predict_file {name}"] = call(predict, Path(folder) / name, _TOP_K)
    return collected


def _file(value) -> dict:
    """The size of the file that a path names, in bytes; what it is otherwise."""
    try:
        return plain(Path(value).stat().st_size) if isinstance(value, str | Path) else plain(value)
    except OSError as error:
        return {"kind": "raised", "error": error_text(error)}


def _legacy(answers: Mapping, inputs: Mapping) -> dict:
    """38.10: the inputs, the augmentation in and out of training, the network's layers, and how it is compiled."""
    collected = {"make_inputs": call(answers["make_inputs"], inputs["images"].copy())}
    try:
        augment = None if is_stub(answers["make_augmentation"]) else answers["make_augmentation"]()
        network = None if is_stub(answers["make_model"]) else answers["make_model"]()
    except (Exception, SystemExit) as error:  # a removed argument, or whatever the student's code raises
        return collected | {"make_model": {"kind": "raised", "error": error_text(error), "called": True}}
    for training in (True, False):
        shown = call(lambda x: augment(x, training=training), inputs["patterns"].copy()) if augment else plain(None)  # noqa: B023
        collected[f"augmented {training}"] = {**shown, "called": True}
    collected["make_model"] = {**sketch(network), "called": True}
    compiled = call(answers["compile_model"], network, look=sketch) if network is not None else plain(None)
    return collected | {"compile_model": {**compiled, "called": True}}


COLLECT: dict[str, Collector] = {
    "38.6": Collector(("preprocess", "bases", "swap_answers"), _swap),
    "38.7": Collector(
        ("tuning_stop", "tuning_history", "tuned_accuracy"),
        _tuned,
        ("model", "fine_model", "head_history", "x_val", "y_val", "x_test", "y_test"),
    ),
    "38.8": Collector(
        (
            *("audit", "label_modes", "own_train", "own_val", "own_test"),
            *("own_model", "own_confusion", "own_class_accuracy", "misclassified"),
        ),
        _own,
    ),
    "38.9": Collector(("model_file", "reloaded", "predict_file", "size_mb", "latency_ms"), _deployed, ("model",)),
    "38.10": Collector(("make_inputs", "make_augmentation", "make_model", "compile_model"), _legacy),
}
