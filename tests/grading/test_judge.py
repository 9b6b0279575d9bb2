"""The trusted process: only plain data goes in, and nothing that goes in can take others down."""

from __future__ import annotations

import pickle
import time

import pytest

from autograder.course import load_course
from autograder.evidence import decode, encode
from autograder.exercises import seal
from autograder.grading import judge as judging
from autograder.grading.judge import JudgeFailed, JudgeProcess, judge_evidence, sealed_inputs

SESSION = load_course().session("36")


class Explosive:
    def __reduce__(self):
        return (exec, ("raise SystemExit('unpickled')",))


@pytest.mark.parametrize("data", [b"garbage", b"", pickle.dumps(Explosive()), b"PK\x03\x04"])
def test_hostile_bytes_are_bad_evidence(data):
    judged = judge_evidence("36", {"36_1": data}, 1, "fast", 1_000_000)
    assert judged["36.1"].verdict is None
    assert judged["36.1"].bad_evidence == "the evidence cannot be read: " + judged["36.1"].bad_evidence.split(": ")[1]


def test_too_much_evidence_is_bad_evidence():
    judged = judge_evidence("36", {"36_1": b"x" * 11}, 1, "fast", 10)
    assert judged["36.1"].bad_evidence == "the evidence takes 11 bytes, more than the 10 allowed"


def test_the_kernel_gets_inputs_and_never_the_key():
    inputs = sealed_inputs("36", 11, "fast")
    assert set(inputs) == {f"{e.slug}.npz" for e in SESSION.exercises}
    for exercise in SESSION.exercises:
        sealed = seal(exercise.id, 11, "fast")
        sent = decode(inputs[f"{exercise.slug}.npz"], 50_000_000)
        assert set(sent) == set(sealed.inputs)
        assert not set(sent) & set(sealed.key) - set(sealed.inputs)


def test_another_seed_seals_other_inputs():
    assert sealed_inputs("36", 1, "fast")["36_8.npz"] != sealed_inputs("36", 2, "fast")["36_8.npz"]


def test_a_judge_that_raises_is_the_graders_fault(monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("autograder.judging.judge", broken)
    judged = judge_evidence("36", {"36_1": encode({"attempted": True, "answers": {}})}, 1, "fast", 10_000)
    assert judged["36.1"].fault.startswith("the judge of 36.1 raised ZeroDivisionError at test_judge.py:")


def test_the_process_that_judges_draws_the_inputs():
    with JudgeProcess(10_000, 100) as judge:
        assert judge.sealed_inputs("36", 1, "fast") == sealed_inputs("36", 1, "fast")
        with pytest.raises(JudgeFailed, match="sealed_inputs raised CourseError: .* budget no such budget"):
            judge.sealed_inputs("36", 1, "no such budget")
        evidence = {"36_1": encode({"attempted": False, "answers": {}})}
        assert judge.judge("36", evidence, 1, "fast")["36.1"].verdict.outcome == "missing"


def _dies(pipe):
    pipe.recv()


def _sleeps(pipe):
    pipe.recv()
    time.sleep(60)


@pytest.mark.parametrize(
    ("serve", "fault"), [(_dies, "the judge's process died"), (_sleeps, "the judge took longer than 3 s")]
)
def test_a_judge_that_dies_or_hangs_costs_one_submission(monkeypatch, serve, fault):
    evidence = {"36_1": encode({"attempted": False, "answers": {}})}
    with JudgeProcess(10_000, 3) as judge:
        honest = judging._serve
        monkeypatch.setattr(judging, "_serve", serve)
        assert judge.judge("36", evidence, 1, "fast") == {"36.1": judging.Judged(fault=fault)}
        monkeypatch.setattr(judging, "_serve", honest)
        judge._timeout_s = 100
        assert judge.judge("36", evidence, 1, "fast")["36.1"].verdict.outcome == "missing"


def test_no_evidence_starts_no_process():
    with JudgeProcess(10, 1) as judge:
        assert judge.judge("36", {}, 1, "fast") == {}
        assert judge._process is None
