"""Whatever stands in the place of an answer, a judge gives a verdict or calls it no evidence; it never fails itself."""

import itertools
from collections.abc import Callable

import keras
import numpy as np
import pytest
from lesson import TRAINING, Lesson

from autograder import exercises
from autograder.course import load_course
from autograder.evidence import BadEvidence, decode, encode
from autograder.exercises import collector
from autograder.findings import SELF_REPORTED_SHARE, GraderFault
from autograder.image_rows import image_rows
from autograder.judging import judge
from autograder.plain import answers_as_evidence, plain

EXERCISES = [e.id for session in load_course().sessions for e in session.exercises if e.id not in TRAINING]
IMAGES = image_rows(np.zeros((4, 28, 28, 1), np.float32))


def _history(curve: list) -> keras.callbacks.History:
    history = keras.callbacks.History()
    history.epoch, history.history = [0], {"loss": curve, "val_loss": curve, "val_accuracy": curve}
    return history


def _model(weights: float) -> dict:
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
    model.compile("sgd", "mse")
    model.set_weights([np.full(w.shape, weights, "float32") for w in model.get_weights()])
    return plain(model)


ODD = {
    "nothing": plain(...),
    "nan": plain(float("nan")),
    "beyond floats": plain(10**400),
    "text": plain("x" * 500),
    "empty list": plain([]),
    "ragged list": plain([[1, 2], [3], [...], "x"]),
    "list of errors": {"kind": "list", "items": [{"kind": "raised", "error": "no"}] * 20},
    "empty dictionary": plain({}),
    "odd dictionary": plain({"conv_1": {}, "pool_1": (10**18, 1e300), "flatten": -1, "dense": [None, 3], "5": []}),
    "no rows": plain(np.zeros((0, 28, 28, 1))),
    "a number as array": plain(np.zeros(())),
    "infinities": plain(np.full((4, 28, 28, 1), np.inf)),
    "truths": plain(np.ones((4, 4), bool)),
    "a short row": plain(np.ones(3, np.uint8)),
    "no row": plain(np.ones(0, np.uint8)),
    "whole numbers": plain(np.zeros((4, 4), np.uint64) + 2**63),
    "another model": _model(1.0),
    "a model of NaN": _model(np.nan),
    "an empty history": plain(_history([])),
    "a history of NaN": plain(_history([float("nan")])),
    "a history of rows": plain(_history([[1.0, 2.0]])),
    "black images": IMAGES,
    "images of NaN": {**IMAGES, "low": float("nan")},
    "images without end": {**IMAGES, "low": -1e308, "high": 1e308},
    "images of many axes": {**IMAGES, "shape": [4] + [2**30] * 50},
}


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_odd_evidence_is_no_fault_of_the_grader(lesson: Callable[[str], Lesson], exercise_id: str):
    honest = _honest(lesson(exercise_id), exercise_id)
    sealed = exercises.seal(exercise_id, 1, "fast")
    for name, (what, odd) in itertools.product(honest["answers"], ODD.items()):
        evidence = {"attempted": True, "answers": {**honest["answers"], name: odd}}
        try:
            verdict = judge(exercise_id, decode(encode(evidence), 50_000_000), sealed)
        except BadEvidence:
            continue
        except GraderFault as fault:
            pytest.fail(f"{what} in the place of {name}: {fault}")
        assert 0 <= verdict.points <= verdict.max_points


@pytest.mark.parametrize("exercise_id", sorted(TRAINING))
def test_odd_evidence_of_a_training_is_no_fault_of_the_grader(exercise_id: str):
    wanted, sealed = collector(exercise_id), exercises.seal(exercise_id, 1, "fast")
    untrained = answers_as_evidence(dict.fromkeys((*wanted.answers, *wanted.given), 1.0), sealed.inputs, wanted)
    for what, odd in ODD.items():
        for names in ([name] for name in untrained["answers"]) if what == "nothing" else [untrained["answers"]]:
            evidence = {"attempted": True, "answers": {**untrained["answers"], **dict.fromkeys(names, odd)}}
            try:
                verdict = judge(exercise_id, decode(encode(evidence), 50_000_000), sealed)
            except BadEvidence:
                continue
            except GraderFault as fault:
                pytest.fail(f"{what} in the place of {', '.join(names)}: {fault}")
            assert verdict.points <= verdict.max_points * SELF_REPORTED_SHARE


def _honest(lesson: Lesson, exercise_id: str) -> dict:
    wanted = collector(exercise_id)
    answers = {name: lesson.given[name] for name in (*wanted.answers, *wanted.given)}
    return answers_as_evidence(answers, exercises.seal(exercise_id, 1, "fast").inputs, wanted)
