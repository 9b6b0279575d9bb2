"""Each session's reference, handed in and graded by the engine on the best data that this machine has.

On the embedded data tests/test_parity.py grades it.
"""

import os
from pathlib import Path

import nbformat
import pytest

from autograder.cases import reference
from autograder.check_notebook import own_isolation
from autograder.course import Session, load_course
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
SEED = 20


@pytest.fixture
def graded(root: Path, tmp_path: Path, session: Session) -> Graded:
    """The graded reference."""
    nbformat.write(reference(root, session), tmp_path / "reference.ipynb")
    line = Line(COURSE, load_releases(root, (session,)), SEED, 1, isolation=own_isolation())
    (received,) = take_in(tmp_path / "reference.ipynb", COURSE, receive_with(COURSE, line.releases))
    with (
        JudgeProcess(COURSE.limits.evidence_bytes, COURSE.limits.judge_timeout_s) as judge,
        open_worker(line.isolation, COURSE.limits, one_thread=True) as worker,
    ):
        return grade_submission(received, graded_rules(line, judge), worker)


@pytest.mark.parametrize("session", COURSE.sessions, ids=lambda session: session.id)
def test_the_reference_is_graded_100(graded: Graded, session: Session):
    # Session 36 has one source of data: the irises that scikit-learn brings along.
    if COURSE_DATA and session.id != "36":
        assert "sample" in data_sources(session.data)
    failed = [f"{f.key}: {f.got}" for v in graded.verdicts for f in v.findings if not f.passed]
    assert graded.points == 100, f"{graded.points:g} points, {graded.flags}, {failed}"
