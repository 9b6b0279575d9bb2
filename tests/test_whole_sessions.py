"""Each session's reference, handed in and graded by the engine on every source of data that this machine has."""

import os
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from autograder.cases import reference
from autograder.check_notebook import own_isolation
from autograder.course import load_course
from autograder.findings import Measure
from autograder.grading.flow import grade_submission
from autograder.grading.intake import receive_with, take_in
from autograder.grading.judge import JudgeProcess
from autograder.grading.outcome import Graded
from autograder.grading.own_course import graded_rules
from autograder.grading.plan import Line, data_sources
from autograder.grading.release import load_releases
from autograder.grading.worker import open_worker

pytestmark = pytest.mark.slow
COURSE = load_course()
COURSE_DATA = os.environ.get("COURSE_DATA", "")
needs_real_data = pytest.mark.skipif(not COURSE_DATA, reason="COURSE_DATA names no folder with real samples")
SEED = 20


def real(session_id: str):
    return pytest.param(session_id, "COURSE_DATA", marks=needs_real_data)


@dataclass(frozen=True)
class Whole:
    """A graded reference: what its data was, its grade, and the scores that thresholds decided, by name."""

    sources: str
    graded: Graded
    measures: dict[str, Measure]


@pytest.fixture
def whole(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Grades the reference of a session on that data."""

    def grade(session_id: str, data: str) -> Whole:
        if data == "embedded":
            monkeypatch.setenv("AUTOGRADER_EMBEDDED", "1")
        data_sources.cache_clear()
        session = COURSE.session(session_id)
        nbformat.write(reference(root, session), tmp_path / "reference.ipynb")
        line = Line(COURSE, load_releases(root, (session,)), SEED, 1, isolation=own_isolation())
        (received,) = take_in(tmp_path / "reference.ipynb", COURSE, receive_with(COURSE, line.releases))
        with (
            JudgeProcess(COURSE.limits.evidence_bytes, COURSE.limits.judge_timeout_s) as judge,
            open_worker(line.isolation, COURSE.limits, one_thread=True) as worker,
        ):
            graded = grade_submission(received, graded_rules(line, judge), worker)
        findings = [finding for verdict in graded.verdicts for finding in verdict.findings]
        sources = data_sources(session.data)
        data_sources.cache_clear()
        return Whole(sources, graded, {f.measure.name: f.measure for f in findings if f.measure})

    return grade


def _told(graded: Graded) -> str:
    failed = [f"{f.key}: {f.got}" for v in graded.verdicts for f in v.findings if not f.passed]
    return f"{graded.points:g} points, {graded.flags}, {failed}"


@pytest.mark.parametrize(
    ("session_id", "data"),
    # Session 36 has one source of data: the irises that scikit-learn brings along.
    [("36", "embedded"), ("37", "embedded"), ("38", "embedded"), real("37"), real("38")],
)
def test_the_reference_is_graded_100_on_every_source(whole, session_id: str, data: str):
    done = whole(session_id, data)
    assert ("sample" in done.sources) == (data == "COURSE_DATA")
    assert done.graded.points == 100, _told(done.graded)
