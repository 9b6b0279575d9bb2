"""Hostile notebooks, graded in one class with honest ones: they earn nothing, and their neighbours never notice."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.cases import Case, load_case, solution_sources, submission
from autograder.course import load_course
from autograder.grade_class import grade_class
from autograder.grading.release import course_root, notebook_path, part_of, solutions_path
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
# Low, so that what fills memory, disk or time does not keep anyone waiting. The time leaves room for the others to be
# reached: filling 1.5 GB takes two seconds, and once, on a busy machine, took over ten.
LIMITS = replace(
    COURSE.limits,
    cell_timeout_s=20,
    total_timeout_s=60,
    memory_bytes=1_500_000_000,
    scratch_bytes=200_000_000,
    processes=200,
    output_bytes=2_000_000,
    notebook_bytes=20_000_000,
)


def _deleted(checks: Mapping[str, NotebookNode], cells: list[NotebookNode]) -> None:
    cells[:] = [cell for cell in cells if all(cell is not check for check in checks.values())]


def _edited(checks: Mapping[str, NotebookNode], cells: list[NotebookNode]) -> None:
    for check in checks.values():
        check.source = "assert True"


def _repeated(checks: Mapping[str, NotebookNode], cells: list[NotebookNode]) -> None:
    for check in checks.values():
        cells.append(nbformat.from_dict({**check, "id": f"again-{len(cells)}", "source": "assert True"}))


def _marked(checks: Mapping[str, NotebookNode], cells: list[NotebookNode]) -> None:
    """Test cells are worth more, are solutions, and stand for another exercise."""
    for name, check in checks.items():
        other = "36_1" if name != "36.1" else "36_2"
        check.metadata["nbgrader"] |= {
            "points": 1000, "grade": False, "solution": True, "locked": False, "grade_id": f"check_{other}",
        }  # fmt: skip
        check.source = f'print("{name}: passed")'


# What is done to the test cells, and the flag it must leave.
CELLS: dict[str, tuple[Callable, str]] = {
    "tests_deleted": (_deleted, "test cell restored: 36.1"),
    "tests_edited": (_edited, "test cell edited: 36.1"),
    "tests_repeated": (_repeated, "test cell repeated: 36.1"),
    "tests_marked_anew": (_marked, "test cell edited: 36.1"),
}


def _zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("notebook.ipynb", bytes(100_000_000))


def _huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10_000_000_000)  # which takes no place on the disk


# What lies in the place of a notebook, and what is said of it.
FILES: dict[str, tuple[Callable[[Path], None], str]] = {
    "a_folder": (Path.mkdir, "not an ordinary file"),
    "a_pipe": (os.mkfifo, "not an ordinary file"),
    "a_device_by_a_link": (lambda path: path.symlink_to("/dev/zero"), "a link"),
    "the_solution_by_a_link": (lambda path: path.symlink_to(_solution()), "a link"),
    "a_zip_bomb": (_zip_bomb, "not valid JSON"),
    "nested_deeply": (lambda path: path.write_bytes(b'{"cells": ' + b"[" * 5_000_000), "not valid JSON"),
    "huge": (_huge, "more than the 20000000 allowed"),
}


def _solution() -> Path:
    return solutions_path(notebook_path(course_root(), COURSE.session(SESSION)))


def _hand_in_tampered(folder: Path, notebook: NotebookNode, change: Callable) -> None:
    checks = {}
    for cell in notebook.cells:
        role, exercise = part_of(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        if role == "check":
            checks[exercise] = cell
    assert len(checks) == len(COURSE.session(SESSION).exercises)
    change(checks, notebook.cells)
    nbformat.write(notebook, folder)


def _graded(root: Path, folder: Path, attacks: list[Case]) -> dict[str, dict]:
    """The results of the honest notebooks and those attacks, by student; with attacks all others are handed in, too."""
    session = COURSE.session(SESSION)
    solutions = solution_sources(root, session)
    honest = Case(
        root, "honest", "36.1", "odd", rest="stub", answers=tuple((e, solutions[e]) for e in ("36.1", "36.2"))
    )
    for student, case in [*((name, honest) for name in HONEST), *((case.name, case) for case in attacks)]:
        path = folder / "submitted" / student / session.stem / f"{session.stem}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(submission(root, session, case), path)
    printed = Case(root, "printed", "36.1", "odd", rest="stub", answers=(("36.1", 'print("36.1: 8 of 8 points")'),))
    for student in (*CELLS, *FILES) if attacks else ():
        path = folder / "submitted" / student / session.stem / f"{session.stem}.ipynb"
        path.parent.mkdir(parents=True)
        if student in CELLS:
            _hand_in_tampered(path, submission(root, session, printed), CELLS[student][0])
        else:
            FILES[student][0](path)
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


@pytest.mark.parametrize("student", CELLS)
def test_changed_test_cells_are_put_back_and_flagged(graded: dict[str, dict], student: str):
    result = graded[student]
    assert {exercise["points"] for exercise in result["exercises"]} == {0.0}
    assert {exercise["outcome"] for exercise in result["exercises"]} <= {"missing", "failed"}
    assert CELLS[student][1] in result["flags"], result["flags"]


@pytest.mark.parametrize("student", FILES)
def test_what_is_no_notebook_is_not_opened(graded: dict[str, dict], student: str):
    result = graded[student]
    assert (result["outcome"], result["points"]) == ("unreadable", 0.0)
    assert any(FILES[student][1] in str(value) for value in result.values()), result


def test_the_honest_are_graded_as_if_nobody_had_attacked(graded: dict[str, dict], root: Path, tmp_path: Path):
    alone = _graded(root, tmp_path, [])
    for student in HONEST:
        with_attackers, without = ({k: v for k, v in r[student].items() if k != "seconds"} for r in (graded, alone))
        assert with_attackers == without and without["points"] == 16
