"""A student's own check of one notebook: run from the top as grading runs it, judged on the public inputs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from autograder import show
from autograder.course import load_course
from autograder.grading.flow import Line, grade_notebook
from autograder.grading.found import IntakeError
from autograder.grading.intake import Submission, Unreadable, take_in
from autograder.grading.judge import JudgeProcess, sealed_inputs
from autograder.grading.outcome import Graded
from autograder.grading.release import course_root, load_releases
from autograder.notebook import PUBLIC_SEED


def check_notebook(path: Path, say: Callable[[str], None]) -> bool:
    """Run and judge the notebook at `path`, `say` what was found, and return whether it has full marks.

    Raises `IntakeError` where it is no notebook of the course.
    """
    course = load_course()
    releases = load_releases(course_root(), course.sessions)
    if path.suffix.lower() != ".ipynb":
        raise IntakeError(f"{path} is not a notebook (.ipynb)")
    (received,) = take_in(path, course, releases)
    if isinstance(received, Unreadable):
        raise IntakeError(f"{path}: {received.reason}")
    say(f"Running {path.name} from the top …")
    graded = public_grade(received, Line(course, releases, PUBLIC_SEED, workers=1))
    for verdict in graded.verdicts:
        say(show.as_text(verdict))
    for flag in graded.flags:
        say(f"note: {flag}")
    say(f"{graded.points:g} of {graded.max_points:g} points")
    return graded.outcome == "passed"


def public_grade(submission: Submission, line: Line) -> Graded:
    """The grade on the public inputs, with the notebook's own seed: what `check` shows inside the notebook."""
    limits = line.course.limits
    inputs = sealed_inputs(line.releases[submission.session].session, PUBLIC_SEED, line.budget)
    with JudgeProcess(limits.evidence_bytes, limits.judge_timeout_s) as judge:
        return grade_notebook(submission, line, judge, PUBLIC_SEED, None, inputs)
