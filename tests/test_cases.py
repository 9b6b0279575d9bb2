"""Case files: read, never run, and wrong ones named."""

from __future__ import annotations

import re

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder import cases
from autograder.cases import CaseError, load_case
from autograder.course import load_course
from autograder.grading.release import course_root

SESSION = load_course().session("36")
GOOD = '"""A case."""\n\nexercise = "36.4"\nkind = "mistake"\n'


@pytest.fixture
def write(tmp_path):
    def write(text):
        path = tmp_path / "case.py"
        path.write_text(text)
        return path

    return write


def solution(notebook, exercise):
    (source,) = (
        c.source for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == f"solution_{exercise}"
    )
    return source


def test_a_case_is_data(write):
    text = (
        GOOD
        + 'mistake = 2\nat_most = 7.5\ncaught_by = "a:b"\nhint = "look"\nrest = "stub"\nanswers = {"36.1": "x = 1"}\n'
    )
    case = load_case(write(text))
    assert (case.name, case.description, case.exercise, case.kind) == ("case", "A case.", "36.4", "mistake")
    assert (case.mistake, case.at_most, case.caught_by, case.hint, case.rest) == (2, 7.5, "a:b", "look", "stub")
    assert case.answers == (("36.1", "x = 1"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = (", "not Python"),
        ("import os", "the docstring that describes the case in one sentence is missing"),
        ('"""A."""\nkind = "odd"', "`exercise` is missing"),
        ('"""A."""\nexercise = "36.4"', "`kind` is missing"),
        (GOOD.replace("mistake", "slip"), "kind is 'slip', not one of mistake, alternative, attack, odd"),
        (GOOD.replace("36.4", "36.99"), "no exercise '36.99'"),
        (GOOD + 'rest = "none"', "rest is 'none', neither reference nor stub"),
        (GOOD + 'colour = "red"', "unknown key 'colour'"),
        (GOOD + "hint = print(1)", "the value of hint is not a literal"),
        (GOOD + "hint = 3", "hint is a int"),
        (GOOD + "import os", ":5: not a plain assignment"),
        (GOOD + 'edits = [("36.4", "x")]', "an edit is (exercise, old text, new text), not ('36.4', 'x')"),
        (GOOD + 'answers = {"37.99": "x"}', "no exercise '37.99'"),
    ],
)
def test_what_is_wrong_with_a_case_is_said(write, text, message):
    path = write(text)
    with pytest.raises(CaseError, match=re.escape(message)) as caught:
        load_case(path)
    assert str(caught.value).startswith(str(path))


def test_an_edit_changes_the_reference(write):
    case = load_case(write(GOOD + 'edits = [("36.4", "inputs * units + units", "inputs * units")]'))
    notebook = cases.submission(course_root(), SESSION, case)
    reference = cases.reference(course_root(), SESSION)
    assert solution(notebook, "36_4") == solution(reference, "36_4").replace("inputs * units + units", "inputs * units")
    assert solution(notebook, "36_1") == solution(reference, "36_1")


def test_the_rest_may_be_the_stub(write):
    case = load_case(write(GOOD + 'rest = "stub"\nanswers = {"36.4": "x = 1"}'))
    notebook = cases.submission(course_root(), SESSION, case)
    assert solution(notebook, "36_4") == "x = 1"
    assert solution(notebook, "36_1") == solution(cases.released(course_root(), SESSION), "36_1")


@pytest.mark.parametrize(("old", "times"), [("not there", 0), ("return", 2)])
def test_an_edit_that_does_not_fit(write, old, times):
    case = load_case(write(GOOD + f'edits = [("36.4", {old!r}, "x")]'))
    with pytest.raises(CaseError, match=f"case.py: '{old}' stands {times} times in the solution of 36.4, not once"):
        cases.submission(course_root(), SESSION, case)


def test_the_reference_reads_like_a_students_work():
    sources = cases.solution_sources(course_root(), SESSION)
    assert set(sources) == {exercise.id for exercise in SESSION.exercises}
    assert not any("### BEGIN SOLUTION" in source or "### END SOLUTION" in source for source in sources.values())


@pytest.mark.parametrize("path", sorted((course_root() / "tests" / "submissions").rglob("*.py")), ids=lambda p: p.stem)
def test_every_case_fits_the_reference(path):
    case = load_case(path)
    session, _ = load_course().exercise(case.exercise)
    assert path.parent.name == ("attacks" if case.kind == "attack" else f"session_{session.id}")
    assert cases.submission(course_root(), session, case).cells


def test_of_an_exercise_that_others_build_on_only_what_they_use_is_run():
    root, session = course_root(), load_course().session("38")
    cut = solution(cases.only_exercises(cases.reference(root, session), {"38.7"}), "38_4")
    assert "scratch_model.fit" not in cut and "quick_start" not in cut
    assert all(step in cut for step in ("set_random_seed", "settings =", "model.compile", "head_history = model.fit"))


@pytest.mark.parametrize(
    ("own", "kept"),
    [
        ("print(y)", [0, 1, 2, 3, 4, 5, 8]),
        ("print(z)", [0, 1, 2, 6, 7, 8, 9]),
        ("print(x)", [0, 1, 2, 8]),
        ("x = 2\nprint(x)", None),
    ],
)
def test_a_step_has_a_part_in_what_it_changes(own: str, kept: list[int] | None):
    steps = [
        "import a",
        "x = y = a.b()",
        "for i in (1, 2):\n    x += i",
        "y.append(x)",
        "y[0] = 2",
        "show(y)",
        "def f():\n    return x",
        "@a.c\ndef g():\n    return f()",
        "print(1)",
        "z = g()",
    ]
    notebook = new_notebook(cells=[new_code_cell(code) for code in ("\n".join(steps), own)])
    for cell, exercise in zip(notebook.cells, ("36_1", "36_2"), strict=True):
        cell.metadata.nbgrader = {"grade_id": f"solution_{exercise}"}
    first, *more = cases.only_exercises(notebook, {"36.2"}).cells
    expected = ("\n".join(steps[number] for number in kept), 1) if kept else (own, 0)
    assert (first.source, len(more)) == expected
