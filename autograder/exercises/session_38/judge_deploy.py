"""Session 38, judging 38.9: saved, loaded again, asked about files it has never seen, and measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from autograder import reading
from autograder.drawn.flowers import FLOWER_CLASSES
from autograder.exercises import Sealed
from autograder.exercises.session_38.judge_transfer import network
from autograder.exercises.session_38.known_photos import resized
from autograder.exercises.session_38.shipped import moved
from autograder.findings import Finding, WrongAnswer, find

_TOP_K = 3
_PROBABILITY = 0.05  # between two ways of decoding and resizing one photo
_BAD = ("notes.jpg", "missing.jpg")


def _reloaded(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    before, after = (reading.entry(answers, name, "model")["weights"] for name in ("model", "reloaded"))
    same = [w.shape for w in before] == [w.shape for w in after] and not moved(before, after).any()
    yield find(
        "reloaded:weights",
        "`reloaded` has the weights that `model` had",
        same,
        2,
        expected="the same weights before and after",
        got="the same" if same else "other weights",
        cause="It was built anew, or saved before `model` was trained.",
        next_step="Save the trained model, then load it with keras.saving.load_model.",
    )


def _said(answers: Mapping, name: str) -> list[tuple[str, float]]:
    pairs = []
    for item in reading.items(answers, name):
        parts = reading.items_of(item, name)
        if len(parts) != 2 or parts[0].get("kind") != "text":
            raise WrongAnswer(
                "predict_file:pairs", "`predict_file` returns pairs of a name and a probability", "(name, probability)",
                f"{len(parts)} parts, the first {parts[0].get('kind') if parts else 'missing'}",
                "The list holds class numbers, or bare probabilities.", "Look the number up in photos.class_names.",
            )  # fmt: skip
        pairs.append((str(parts[0]["value"]), reading.number_of(parts[1], name)))
    return pairs


def _predictions(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    model = network(answers, sealed, "reloaded")
    size = int(model.model.input_shape[1] or 96)
    x = resized(sealed.key["pixels"], size) / np.float32(127.5) - 1
    probabilities = np.exp(model.log_probabilities(x))
    wrong, lengths, ascending, unprepared = 0, [], False, 0
    raw = np.exp(model.log_probabilities((x + 1) * 127.5))
    for number, wanted in enumerate(probabilities):
        said = _said(answers, f"predict_file photo_{number}.jpg")
        lengths.append(len(said))
        values = [value for _, value in said]
        ascending |= values != sorted(values, reverse=True)
        wrong += not _agrees(said, wanted)
        unprepared += _agrees(said, raw[number])
    yield find(
        "predict_file:true",
        f"`predict_file` names the {_TOP_K} most probable classes of a photo it has never seen",
        not wrong and set(lengths) == {_TOP_K} and not ascending,
        3,
        expected=f"{_TOP_K} pairs, the most probable first, with the model's own probabilities",
        got=f"{wrong} of {len(probabilities)} files answered otherwise, lists of {sorted(set(lengths))}",
        cause="The least probable class stands first."
        if ascending
        else f"The list does not have the {_TOP_K} pairs that were asked for."
        if set(lengths) != {_TOP_K}
        else "The photo was not prepared: the network was given 0…255."
        if unprepared
        else "Names and probabilities do not belong together, or the photo was prepared otherwise than in training.",
        next_step="Prepare the file's pixels exactly as the training photos, then sort.",
    )


def _agrees(said: list[tuple[str, float]], wanted: np.ndarray) -> bool:
    by_name = dict(zip(FLOWER_CLASSES, wanted, strict=False))
    if not said or any(name not in by_name for name, _ in said):
        return False
    close = all(abs(value - by_name[name]) <= _PROBABILITY for name, value in said)
    return close and by_name[said[0][0]] >= wanted.max() - _PROBABILITY


def _bad_files(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    said = {name: answers.get(f"predict_file {name}", {"kind": "absent"}) for name in _BAD}
    errors = {name: str(entry.get("error", "")) for name, entry in said.items() if entry["kind"] == "raised"}
    right = [name for name, error in errors.items() if error.startswith("ValueError") and name in error]
    silent = [name for name in _BAD if name not in errors]
    yield find(
        "predict_file:bad_file",
        "a file that is missing or no image gets a ValueError that names it",
        len(right) == len(_BAD),
        1.5,
        expected="ValueError with the file's name",
        got=", ".join(errors.get(name, "no error")[:80] for name in _BAD),
        cause=f"Nothing is raised for {silent[0]}: whoever calls it takes the answer for real."
        if silent
        else "Another error comes through, in the words of a library the caller does not know."
        if not all(error.startswith("ValueError") for error in errors.values())
        else "The message does not say which file it is about.",
        next_step="Wrap the reading in try, and raise ValueError(f'… {path} …') from the error.",
    )


def _numbers(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    size, said = reading.number(answers, "model_file"), reading.number(answers, "size_mb")
    yield find(
        "size_mb:true",
        "`size_mb` is the size of `model_file` in megabytes",
        abs(said - size / 1e6) <= 0.05 * size / 1e6,
        0.5,
        expected=f"{size / 1e6:.2f}",
        got=f"{said:.2f}",
        cause="It is in bytes or kilobytes." if said > 100 * size / 1e6 else "It is not the size of this file.",
        next_step="How many bytes does the file's stat() name, and how many bytes are a megabyte here?",
        self_reported=True,
    )
    latency = reading.number(answers, "latency_ms")
    yield find(
        "latency_ms:plausible",
        "`latency_ms` is a time in milliseconds",
        0.05 < latency < 60_000,
        1,
        expected="milliseconds for one photo",
        got=f"{latency:g}",
        cause="It is in seconds, or was not measured.",
        next_step="median_ms gives milliseconds.",
        self_reported=True,
    )


PARTS = {"38.9": (_reloaded, _predictions, _bad_files, _numbers)}
