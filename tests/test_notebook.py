"""What a student calls: check explains, never raises, and keeps stderr clean."""

import logging
import os
import sys
import warnings
from pathlib import Path

import pytest

import autograder
from autograder import exercises
from autograder.course import load_course
from autograder.evidence import encode, read_evidence, write_evidence
from autograder.notebook import examine

TENSORS = """
import tensorflow as tf

scalar = tf.constant(36)
vector = tf.constant([5.1, 3.5, 1.4, 0.2])
matrix = tf.constant([[1.0, 2, 3], [4, 5, 6]])
cube = tf.reshape(tf.range(24), (2, 3, 4))
weights = tf.Variable(tf.zeros((4, 3)))


def as_image_batch(pixels):
    return tf.reshape(tf.cast(pixels, tf.float32) / 255.0, (-1, 28, 28, 1))


def add_in_place(variable, amount):
    variable.assign_add(amount)
"""


@pytest.fixture
def answers() -> dict:
    """Right answers to 36.1."""
    namespace: dict = {}
    exec(TENSORS, namespace)
    return namespace


def _call_check(namespace: dict, call: str = 'check("36.1")'):
    """The value of a call of check in a script with these variables."""
    namespace.update(check=autograder.check, progress=autograder.progress)
    return eval(call, namespace)


def test_points_are_a_plain_number_and_the_findings_are_shown(answers: dict, capsys):
    points = _call_check(answers)
    assert type(points) is float and points == 8.0
    out = capsys.readouterr().out
    assert "36.1 Make, reshape and update tensors: 8 of 8 points" in out and "✓ `vector` has the shape" in out


def test_an_answer_given_by_name_comes_first(answers: dict):
    assert _call_check(answers, 'check("36.1", scalar=tf.constant(35))') == 7.0


def test_wrong_work_is_explained_without_a_traceback(answers: dict, capsys):
    def as_image_batch(pixels):
        raise ValueError("my own\nmistake")

    assert _call_check({**answers, "as_image_batch": as_image_batch}) == 5.5
    shown = capsys.readouterr()
    assert "got: ValueError: my own" in shown.out and "likely cause: The code stops with this error" in shown.out
    assert "Traceback" not in shown.out + shown.err


def test_a_misspelt_name_is_found(answers: dict, capsys):
    answers["vectr"] = answers.pop("vector")
    assert _call_check(answers) == 7.0
    assert "The notebook has `vectr`, which is spelt differently." in capsys.readouterr().out


def test_a_misspelt_argument_is_found(answers: dict, capsys):
    assert _call_check(answers, 'check("36.1", vectr=1)') == 0.0
    assert "did you mean `vector`?" in capsys.readouterr().out


def test_an_unknown_exercise_is_answered_with_the_known_ones(answers: dict, capsys):
    assert _call_check(answers, 'check("36.99")') == 0.0
    assert "no exercise '36.99': session 36 has 36.1" in capsys.readouterr().out


def test_a_wrongly_typed_answer_gets_a_message(answers: dict, capsys):
    assert _call_check({**answers, "vector": [5.1, 3.5, 1.4, 0.2]}) == 7.0
    out = capsys.readouterr().out
    assert "got: a list" in out and "`vector` holds a list." in out


def test_stderr_stays_empty_whatever_an_answer_writes_there(answers: dict, capfd):
    def add_in_place(variable, amount):
        warnings.warn("a warning", UserWarning, stacklevel=1)
        logging.getLogger("tensorflow").warning("a log line")
        print("a print", file=sys.stderr)
        os.write(2, b"a native line\n")
        variable.assign_add(amount)

    assert _call_check({**answers, "add_in_place": add_in_place}) == 8.0
    assert capfd.readouterr().err == ""
    os.write(2, b"back again\n")
    assert capfd.readouterr().err == "back again\n"


def test_what_went_to_stderr_is_shown_where_something_failed(answers: dict, capsys):
    def add_in_place(variable, amount):
        print("my debugging", file=sys.stderr)

    assert _call_check({**answers, "add_in_place": add_in_place}) == 7.0
    shown = capsys.readouterr()
    assert "also wrote to stderr" in shown.out and "my debugging" in shown.out and not shown.err


def test_progress_shows_what_was_checked_and_what_is_left(answers: dict, capsys):
    _call_check(answers, "progress()")
    assert "No exercise has been checked" in capsys.readouterr().out
    _call_check(answers)
    capsys.readouterr()
    _call_check(answers, "progress()")
    out = capsys.readouterr().out
    assert "36.1      8 /   8" in out and "36.10      0 /  10" in out and "sum      8 / 100" in out


def test_start_says_what_is_in_use(capsys):
    begun = autograder.start("36")
    out = capsys.readouterr().out
    assert (begun.seed, begun.budget_name) == (36, "fast") and begun.budget["iris_epochs"] > 0
    assert "TensorFlow" in out and "Device: CPU · budget: fast" in out and "scikit-learn (no download)" in out


def test_a_grading_run_only_collects(answers: dict, tmp_path: Path, monkeypatch, capsys):
    inputs, evidence = tmp_path / "inputs", tmp_path / "evidence"
    inputs.mkdir()
    evidence.mkdir()
    write_evidence(inputs / "36_1.npz", encode(dict(exercises.seal("36.1", 77, "fast").inputs)))
    monkeypatch.setenv("AUTOGRADER_INPUTS", str(inputs))
    monkeypatch.setenv("AUTOGRADER_EVIDENCE", str(evidence))
    assert examine("36.1", 0, {}, answers) is None
    assert _call_check(answers) == 0.0 and capsys.readouterr().out == ""
    collected = read_evidence(evidence / "36_1.npz", load_course().limits.evidence_bytes)
    pixels = exercises.seal("36.1", 77, "fast").inputs["pixels"]
    assert collected["answers"]["as_image_batch"]["value"].shape == (len(pixels), 28, 28, 1)


def test_leaving_the_interpreter_is_only_an_error(answers: dict, capsys):
    class Unprintable(Exception):
        def __str__(self):
            raise Unprintable

    def leaves(pixels):
        raise SystemExit

    def fails(variable, amount):
        raise Unprintable

    assert _call_check({**answers, "as_image_batch": leaves, "add_in_place": fails}) == 4.5
    out = capsys.readouterr().out
    assert "got: SystemExit" in out and "got: Unprintable" in out


def test_a_number_too_large_for_a_float(answers: dict, capsys):
    namespace = {"build_model": ..., "dense_parameters": lambda inputs, units: inputs ** (units * 50)}
    assert _call_check(namespace, 'check("36.4")') == 0.0
    assert "got: inf" in capsys.readouterr().out


def test_an_answer_too_strange_to_collect_is_no_traceback(answers: dict, capsys):
    class Strange:
        @property
        def __class__(self):
            raise RuntimeError("do not look")

    assert _call_check({**answers, "scalar": Strange()}) == 7.0
    assert "Traceback" not in capsys.readouterr().out
