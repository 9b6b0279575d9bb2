"""One course, three graders: the check in the notebook, the engine's judge, and stock nbgrader.

On the demo class and the embedded data the check and the judge give the same points for every exercise, and nbgrader's
score is the check's. Where they may differ, and only there, is listed in `reason_to_differ`.
"""

import shutil
from dataclasses import replace

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader_classroom import Classroom, ours, released

from autograder.check_notebook import own_isolation
from autograder.course import load_course
from autograder.demo import sample_class
from autograder.grading.flow import grade_submission
from autograder.grading.intake import receive_with, take_in
from autograder.grading.judge import JudgeProcess
from autograder.grading.own_course import public_rules
from autograder.grading.plan import Line
from autograder.grading.release import load_releases
from autograder.grading.worker import open_worker
from autograder.notebook import PUBLIC_SEED

pytestmark = pytest.mark.slow
COURSE = load_course()
# Runs into the time limit, which stock nbgrader has set for people who wait; and another right solution, which costs
# as much time again as the reference.
LEFT_OUT = ("mateo.quispe", "bjorn.lindqvist")


@pytest.fixture(scope="module", autouse=True)
def embedded():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_EMBEDDED", "1")
        yield


@pytest.fixture(scope="module", params=COURSE.sessions, ids=lambda session: session.id)
def classroom(request, root, tmp_path_factory) -> Classroom:
    """The demo class of a session, graded by stock nbgrader."""
    session, folder = request.param, tmp_path_factory.mktemp("class")
    for part in ("solutions", "notebooks"):
        shutil.copytree(root / part / session.stem, folder / part / session.stem)
    classroom, built = released(Classroom(folder, session.stem), root)
    assert ours(classroom.read("notebooks")) == built
    for pupil in sample_class(root, replace(COURSE, sessions=(session,)), None):
        if pupil.student not in LEFT_OUT:
            classroom.submit(pupil.student, pupil.notebook)
    graded = classroom.nbgrader("autograde", session.stem)
    assert graded.returncode == 0, graded.stderr
    return classroom


@pytest.fixture(scope="module")
def judged(classroom, root) -> dict[str, dict]:
    """The engine's verdicts on the same class, by student and exercise, on the inputs that a student's check uses."""
    session = next(s for s in COURSE.sessions if s.stem == classroom.stem)
    releases = load_releases(root, (session,))
    line = Line(COURSE, releases, PUBLIC_SEED, 1, isolation=own_isolation())
    verdicts = {}
    with (
        JudgeProcess(COURSE.limits.evidence_bytes, COURSE.limits.judge_timeout_s) as judge,
        open_worker(line.isolation, COURSE.limits, one_thread=True) as worker,
    ):
        for item in take_in(classroom.root / "submitted", COURSE, receive_with(COURSE, releases)):
            graded = grade_submission(item, public_rules(line, judge, PUBLIC_SEED), worker)
            verdicts[item.student] = {verdict.exercise: verdict for verdict in graded.verdicts}
    return verdicts


def checked(classroom: Classroom, student: str) -> dict[str, float | None]:
    """By exercise the points that the check returned in the notebook that nbgrader ran; None where it did not run."""
    path = classroom.root / "autograded" / student / classroom.stem / f"{classroom.stem}.ipynb"
    points = {}
    for cell in nbformat.read(path, as_version=4).cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if grade_id.startswith("check_"):
            shown = [o.data["text/plain"] for o in cell.outputs if o.output_type == "execute_result"]
            points[grade_id.removeprefix("check_").replace("_", ".")] = float(shown[0]) if shown else None
    return points


def scored(classroom: Classroom, student: str) -> dict[str, float]:
    with Gradebook(f"sqlite:///{classroom.root / 'gradebook.db'}", "tensorflow_course") as gradebook:
        grades = gradebook.find_submission_notebook(classroom.stem, classroom.stem, student).grades
        found = {g.name.removeprefix("check_").replace("_", "."): g.auto_score for g in grades}
    return {exercise: score for exercise, score in found.items() if exercise in judged_ids(classroom)}


def judged_ids(classroom: Classroom) -> set[str]:
    return {e.id for s in COURSE.sessions if s.stem == classroom.stem for e in s.exercises}


def reason_to_differ(points_by_check: float | None) -> str:
    """Why nbgrader's score of an exercise may differ from the judge's, or empty."""
    if points_by_check is None:
        # The instructor's notebook asks more than a visible check can, before the check: all or nothing there, while
        # the judge has partial credit and its sealed inputs.
        return "a hidden test failed"
    return ""


def test_the_check_in_the_notebook_and_the_judge_agree(classroom, judged):
    for student, verdicts in judged.items():
        for exercise, points in checked(classroom, student).items():
            if points is not None:
                assert verdicts[exercise].points == points, (student, exercise)


def test_stock_nbgrader_and_the_engine_agree(classroom, judged):
    for student, verdicts in judged.items():
        by_check, scores = checked(classroom, student), scored(classroom, student)
        for exercise, verdict in verdicts.items():
            if reason_to_differ(by_check[exercise]) == "a hidden test failed":
                assert scores[exercise] == 0 and verdict.points < verdict.max_points, (student, exercise)
            else:
                assert scores[exercise] == verdict.points, (student, exercise)


def test_the_reference_is_full_and_the_untouched_notebook_next_to_nothing(classroom, judged):
    scores = classroom.scores()
    assert scores["amara.okafor"] == 100 == sum(v.points for v in judged["amara.okafor"].values())
    assert scores["chen.wei"] <= 5 and sum(v.points for v in judged["chen.wei"].values()) == 0
