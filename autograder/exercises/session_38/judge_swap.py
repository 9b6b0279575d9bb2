"""Session 38, judging 38.6: two bases compared. Counts are exact; times are the student's own machine's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from autograder import reading
from autograder.exercises import Sealed
from autograder.exercises.session_38.judge_photos import caffe
from autograder.exercises.session_38.shipped import shipped
from autograder.findings import Finding, find

_RESNET50 = 23_587_712  # parameters without its top
_WITH_TOP = {"MobileNetV2": 3_538_984, "ResNet50": 25_636_712}
_NAMES = ("MobileNetV2", "ResNet50")
_COLUMNS = ("parameters", "megabytes", "memory_mb", "inference_ms", "train_seconds", "accuracy")


def _preprocess(name: str, points: float):
    def judge(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
        if answers.get("preprocess", {}).get("kind", "function") != "function":
            reading.mapping(answers, "preprocess")  # says what it is
        pixels = sealed.inputs["pixels"]
        said = reading.array(answers, f"preprocess {name}").astype(np.float32)
        wanted = {"MobileNetV2": pixels / 127.5 - 1, "ResNet50": caffe(pixels)}[name]
        other = {"MobileNetV2": caffe(pixels), "ResNet50": pixels / 127.5 - 1}[name]
        right = said.shape == wanted.shape and np.allclose(said, wanted, atol=0.02)
        same = said.shape == pixels.shape
        yield find(
            f"preprocess:{name}",
            f"`preprocess` prepares pixels of 0…255 as {name} expects them",
            right,
            points,
            expected=f"{wanted.min():.1f} to {wanted.max():.1f}",
            got=f"{said.min():.1f} to {said.max():.1f}",
            cause="This is the other family's preparation."
            if same and np.allclose(said, other, atol=0.02)
            else "The pixels were divided by 255; neither family expects that."
            if same and np.allclose(said, pixels / 255, atol=0.01)
            else "The values are not those of the family's own preprocess_input.",
            next_step="Each module of keras.applications has its own preprocess_input.",
        )

    return judge


def _row(answers: Mapping, name: str) -> dict[str, float]:
    rows = reading.mapping(answers, "bases")
    row = reading.mapping_of(rows.get(name, {"kind": "absent"}), f"bases[{name}]")
    return {key: reading.number_of(row.get(key, {"kind": "absent"}), f"bases[{name}][{key}]") for key in _COLUMNS}


def _counts(name: str):
    def judge(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
        row = _row(answers, name)
        true = _RESNET50 if name == "ResNet50" else shipped(sealed.key["budget"]).parameters
        yield find(
            f"bases:{name}_parameters",
            f"`bases` has the parameters of {name} without its top",
            row["parameters"] == true,
            1,
            expected="what count_params() says of the network without its top",
            got=f"{row['parameters']:,.0f}",
            cause="This is the count with the top, the thousand classes of ImageNet."
            if row["parameters"] == _WITH_TOP[name]
            else "The count belongs to another network, or to its trainable parameters alone.",
            next_step="Use the networks that `build` makes, and count all of their parameters.",
        )
        megabytes = true * 4 / 1e6
        yield find(
            f"bases:{name}_megabytes",
            f"`bases` has the size of {name} in float32",
            abs(row["megabytes"] - megabytes) < 0.02 * megabytes or abs(row["megabytes"] - true * 4 / 2**20) < 0.1,
            0.75,
            expected="four bytes a parameter",
            got=f"{row['megabytes']:.2f}",
            cause="One byte was counted for each parameter." if abs(row["megabytes"] * 4 - megabytes) < 0.1 else
            "It is not four bytes for each of its parameters, in millions.",
            next_step="parameters · 4 / 1,000,000",
        )  # fmt: skip

    return judge


def _times(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    rows = {name: _row(answers, name) for name in _NAMES}
    times = [row[key] for row in rows.values() for key in ("inference_ms", "train_seconds", "memory_mb")]
    plausible = all(0 < value < 600_000 for value in times) and len(set(times)) == len(times)
    shares = all(0 <= row["accuracy"] <= 1 for row in rows.values())
    yield find(
        "bases:measured",
        "times and memory were measured for each network, accuracies are shares",
        plausible and shares,
        1.5,
        expected="positive numbers, different for the two networks",
        got=", ".join(f"{value:g}" for value in times)[:200],
        cause="A number is zero, negative, or the same for both networks: it was typed in, or measured on one of them.",
        next_step="Let the loop measure each network anew.",
        self_reported=True,
    )


def _answers(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    rows = {name: _row(answers, name) for name in _NAMES}
    said = reading.mapping(answers, "swap_answers")
    for key, column in (("lighter", "megabytes"), ("faster", "inference_ms")):
        text = str(reading.typed(said.get(key, {"kind": "absent"}), f"swap_answers[{key}]", "text")["value"])
        yield find(
            f"swap_answers:{key}",
            f'"{key}" is what your own table says',
            text == min(rows, key=lambda name: rows[name][column]),
            0.75,
            expected=f"the name with the smaller {column}",
            got=text[:40],
            cause="It contradicts your own table.",
            next_step=f"Compare the two numbers under {column}.",
        )
    times = reading.number_of(said.get("times_heavier", {"kind": "absent"}), "swap_answers[times_heavier]")
    sizes = sorted(row["megabytes"] for row in rows.values())
    yield find(
        "swap_answers:times_heavier",
        '"times_heavier" is the ratio of the two sizes',
        sizes[0] > 0 and abs(times - sizes[1] / sizes[0]) < 0.05 * sizes[1] / sizes[0],
        0.5,
        expected="the larger divided by the smaller",
        got=f"{times:.2f}",
        cause="It was divided the other way round." if 0 < times < 1 else "It does not follow from your table.",
        next_step="How often does the lighter one fit into the heavier one?",
    )


PARTS = {
    "38.6": (
        _preprocess("MobileNetV2", 1),
        _preprocess("ResNet50", 2),
        _counts("MobileNetV2"),
        _counts("ResNet50"),
        _times,
        _answers,
    )
}
