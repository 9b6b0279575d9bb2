"""Hostile notebooks, graded in one class with honest ones: they earn nothing, and their neighbours never notice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from autograder.cases import Case, load_case, solution_sources, submission
from autograder.course import load_course
from autograder.grade_class import grade_class
from autograder.grading.run import Options
from autograder.grading.worker import IsolationError, settle_isolation

pytestmark = pytest.mark.slow
ATTACKS = [load_case(path) for path in sorted((Path(__file__).parents[1] / "submissions/attacks").glob("*.py"))]
HONEST = ("aaron", "leonie", "mwangi", "zoe")  # before, between and behind the others
SESSION, SEED = "36", 2
COURSE = load_course()
# How those end that run into something; the others run through, and their answers are found wrong.
OUTCOMES = {
    "memory_bomb": "memory",
    "endless_loop": "timeout",
    "process_ends": "crashed",
    "exit_called": "crashed",
    "segfault": "crashed",
    "always_equal": "failed",
    "array_subclass": "failed",
}
# Low, so that what fills memory, disk or time does not keep anyone waiting.
LIMITS = replace(COURSE.limits, cell_timeout_s=10, total_timeout_s=60, memory_bytes=1_500_000_000,
                 scratch_bytes=200_000_000, processes=200, output_bytes=2_000_000)  # fmt: skip


def _graded(root: Path, folder: Path, attacks: list[Case]) -> dict[str, dict]:
    """The results of the honest notebooks and those attacks, by student."""
    session = COURSE.session(SESSION)
    solutions = solution_sources(root, session)
    honest = Case(
        root, "honest", "36.1", "odd", rest="stub", answers=tuple((e, solutions[e]) for e in ("36.1", "36.2"))
    )
    for student, case in [*((name, honest) for name in HONEST), *((case.name, case) for case in attacks)]:
        path = folder / "submitted" / student / session.stem / f"{session.stem}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(submission(root, session, case), path)
    course = replace(COURSE, limits=LIMITS)
    done = grade_class(
        folder / "submitted", folder / "out", SESSION, 2, Options("bubblewrap"), SEED, course=course, root=root
    )
    return {result["student"]: result for result in done.results}


@pytest.fixture(scope="module")
def graded(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    try:
        settle_isolation("bubblewrap")
    except IsolationError as error:
        pytest.skip(str(error))
    return _graded(root, tmp_path_factory.mktemp("attacked"), ATTACKS)


@pytest.mark.parametrize("attack", [pytest.param(case, id=case.name) for case in ATTACKS])
def test_an_attack_gains_nothing(graded: dict[str, dict], attack: Case):
    result = graded[attack.name]
    earned = {exercise["id"]: exercise["points"] for exercise in result["exercises"] if exercise["points"]}
    assert not earned, (earned, result["flags"])
    assert result["outcome"] != "grader_error", result["exercises"]
    if attack.name in OUTCOMES:
        assert result["exercises"][0]["outcome"] == OUTCOMES[attack.name], result["exercises"][0]
    assert not attack.flag or any(flag.startswith(attack.flag) for flag in result["flags"]), result["flags"]


def test_the_honest_are_graded_as_if_nobody_had_attacked(graded: dict[str, dict], root: Path, tmp_path: Path):
    alone = _graded(root, tmp_path, [])
    for student in HONEST:
        with_attackers, without = ({k: v for k, v in r[student].items() if k != "seconds"} for r in (graded, alone))
        assert with_attackers == without and without["points"] == 16
