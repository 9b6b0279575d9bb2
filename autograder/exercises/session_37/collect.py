"""Session 37, the kernel's half: what the answers of 37.1 to 37.5 become as plain data. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.exercises import Collector
from autograder.exercises.session_37 import collect_training
from autograder.image_rows import image_rows
from autograder.plain import call, plain

_PADDINGS = ("valid", "same")  # as the sealed sizes number them
SPLITS = ("x_train", "x_val", "x_test")
LABELS = ("y_train", "y_val", "y_test")


def _by_hand(answers: Mapping, inputs: Mapping) -> dict:
    """37.1: both functions on sealed images, each in its own dtype, and the result from paper."""
    collected = {"paper_result": plain(answers["paper_result"])}
    for case in ("square", "oblong", "bytes"):
        image, kernel = inputs[f"{case}_image"].copy(), inputs[f"{case}_kernel"].copy()
        collected[f"conv2d({case})"] = call(answers["conv2d"], image, kernel)
    for case in ("flat", "ragged", "negative"):
        image, size = inputs[f"{case}_image"].copy(), int(inputs[f"{case}_size"])
        collected[f"max_pool({case})"] = call(answers["max_pool"], image, size)
    return collected


def _shapes(answers: Mapping, inputs: Mapping) -> dict:
    """37.2: the predicted tables as they are, and both formulas on sealed sizes."""
    collected = {name: plain(answers[name]) for name in ("output_shapes", "parameter_counts", "total_parameters")}
    size = answers["conv_output_size"]
    plain_sizes = [call(size, int(n), int(kernel)) for n, kernel, _, _ in inputs["plain_sizes"]]
    collected["conv_output_size(plain)"] = {"kind": "list", "items": plain_sizes}
    for kind in ("strided", "padded"):
        cases = [(int(n), int(k), int(s), _PADDINGS[int(p)]) for n, k, s, p in inputs[f"{kind}_sizes"]]
        collected[f"conv_output_size({kind})"] = {"kind": "list", "items": [call(size, *case) for case in cases]}
    cases = [tuple(int(n) for n in row) for row in inputs["filter_sizes"]]
    counted = [call(answers["conv_parameters"], *case) for case in cases]
    collected["conv_parameters"] = {"kind": "list", "items": counted}
    return collected


def _images(answers: Mapping, inputs: Mapping) -> dict:
    """37.3: the splits row by row, and the function on sealed images."""
    collected = {name: image_rows(answers[name]) for name in SPLITS}
    collected |= {name: plain(answers[name]) for name in LABELS}
    collected["prepare_images"] = call(answers["prepare_images"], inputs["images"].copy())
    return collected


def _network(answers: Mapping, inputs: Mapping) -> dict:
    """37.4: what the builder makes, twice."""
    return {name: call(answers["build_cnn"]) for name in ("build_cnn", "build_cnn again")}


def _trained(answers: Mapping, inputs: Mapping) -> dict:
    """37.5: the trained network, its history and claims, and the splits it learnt and was tested on."""
    collected = {name: plain(answers[name]) for name in ("cnn", "cnn_history", "test_loss", "test_accuracy")}
    collected |= {name: image_rows(answers[name]) for name in SPLITS}
    return collected | {name: plain(answers[name]) for name in LABELS}


COLLECT: dict[str, Collector] = {
    "37.1": Collector(("conv2d", "max_pool", "paper_result"), _by_hand),
    "37.2": Collector(
        ("output_shapes", "parameter_counts", "total_parameters", "conv_output_size", "conv_parameters"), _shapes
    ),
    "37.3": Collector(("prepare_images", *SPLITS, *LABELS), _images),
    "37.4": Collector(("build_cnn",), _network),
    "37.5": Collector(("cnn", "cnn_history", "test_loss", "test_accuracy"), _trained, (*SPLITS, *LABELS)),
    **collect_training.COLLECT,
}
