"""A student's own check of one notebook: run from the top as grading runs it, judged on the public inputs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from autograder import show
from autograder.course import load_course
from autograder.grading.flow import grade_submission
from autograder.grading.found import IntakeError
from autograder.grading.intake import Submission, Unreadable, receive_with, take_in
from autograder.grading.judge import JudgeProcess
from autograder.grading.outcome import Graded
from autograder.grading.own_course import public_rules
from autograder.grading.plan import Line, settle_budget
from autograder.grading.release import course_root, load_releases
from autograder.grading.worker import IsolationError, open_worker, settle_isolation
from autograder.notebook import PUBLIC_SEED


def check_notebook(path: Path, say: Callable[[str], None]) -> bool:
    """Run and judge the notebook at `path`, `say` what was found, and return whether it has full marks.

    Raises `IntakeError` where it is no notebook of the course.
    """
    course = load_course()
    releases = load_releases(course_root(), course.sessions)
    if path.suffix.lower() != ".ipynb":
        raise IntakeError(f"{path} is not a notebook (.ipynb)")
    (received,) = take_in(path, course, receive_with(course, releases))
    if isinstance(received, Unreadable):
        raise IntakeError(f"{path}: {received.reason}")
    say(f"Running {path.name} from the top …")
    line = Line(course, releases, PUBLIC_SEED, 1, settle_budget(course), own_isolation())
    graded = public_grade(received, line)
    for verdict in graded.verdicts:
        say(show.as_text(verdict))
    for flag in graded.flags:
        say(f"note: {flag}")
    say(f"{graded.points:g} of {graded.max_points:g} points")
    return graded.outcome == "passed"


def public_grade(submission: Submission, line: Line) -> Graded:
    """The grade on the public inputs, with the notebook's own seed: what `check` shows inside the notebook."""
    limits = line.course.limits
    with (
        JudgeProcess(limits.evidence_bytes, limits.judge_timeout_s) as judge,
        open_worker(line.isolation, limits, one_thread=False) as worker,
    ):
        judge.start()
        return grade_submission(submission, public_rules(line, judge, PUBLIC_SEED), worker)


def own_isolation() -> str:
    """A sandbox where there is one; one's own notebook, or one made here, may run without."""
    try:
        return settle_isolation("auto")
    except IsolationError:
        return "none"
