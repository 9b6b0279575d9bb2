"""What is executed is the course's own check, whatever a student's tools or hands did to the notebook."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell

from autograder.grading.normalise import check_source, normalise


def sources(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_an_honest_notebook_keeps_its_cells_and_calls_the_courses_check(release, student_notebook):
    clean, flags, untouched = normalise(student_notebook({"solution_36_1": "answer = 1"}), release)
    assert flags == ()
    assert untouched == ("36.2",)
    assert sources(clean)[2:] == ["answer = 1", check_source("36.1"), "other = ...", check_source("36.2")]


@pytest.mark.parametrize("source", ['pass  # check("36.1")', "1/0", ""])
def test_an_edited_test_cell_is_flagged_and_never_run(release, student_notebook, source):
    clean, flags, _ = normalise(student_notebook({"check_36_1": source}), release)
    assert flags == ("test cell edited: 36.1",)
    assert sources(clean)[3] == check_source("36.1")


def test_white_space_is_no_edit(release, student_notebook):
    _, flags, _ = normalise(student_notebook({"check_36_1": 'check("36.1")  \n\n'}), release)
    assert flags == ()


def test_a_missing_test_cell_comes_back_behind_its_solution(release, student_notebook):
    notebook = student_notebook()
    del notebook.cells[4]
    clean, flags, _ = normalise(notebook, release)
    assert flags == ("test cell restored: 36.1",)
    assert sources(clean)[2:4] == ["answer = ...", check_source("36.1")]


def test_without_its_solution_a_missing_test_cell_comes_last(release, student_notebook):
    notebook = student_notebook()
    del notebook.cells[3:5]
    clean, _, _ = normalise(notebook, release)
    assert sources(clean)[-1] == check_source("36.1")


def test_a_test_cell_before_its_solution_moves_behind_it(release, student_notebook):
    notebook = student_notebook()
    notebook.cells.insert(0, notebook.cells.pop(4))
    clean, flags, _ = normalise(notebook, release)
    assert flags == ("test cell moved: 36.1",)
    assert sources(clean)[2:4] == ["answer = ...", check_source("36.1")]


def test_repeated_test_cells_go(release, student_notebook):
    notebook = student_notebook()
    notebook.cells.append(new_code_cell('check("36.1")'))
    notebook.cells.append(new_code_cell("evil()", metadata={"nbgrader": {"grade_id": "check_36_1"}}))
    clean, flags, _ = normalise(notebook, release)
    assert flags == ("test cell repeated: 36.1",)
    assert sources(clean).count(check_source("36.1")) == 1
    assert "evil()" not in sources(clean)


def test_a_working_cell_that_also_checks_is_kept(release, student_notebook):
    clean, flags, _ = normalise(student_notebook({"solution_36_1": 'answer = 2\ncheck("36.1")'}), release)
    assert flags == ()
    assert 'answer = 2\ncheck("36.1")' in sources(clean)


def test_stripped_marks_are_recovered(release, student_notebook):
    """Colab and VS Code drop ids, tags and nbgrader's marks."""
    clean, flags, untouched = normalise(student_notebook({"solution_36_1": "answer = 5"}, marks=False), release)
    assert (flags, untouched) == ((), ("36.2",))
    marks = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in clean.cells]
    assert marks[3:] == ["solution_36_1", "check_36_1", "solution_36_2", "check_36_2"]
    assert clean.cells[2].metadata.tags == ["skip-execution"]


def test_only_a_released_cell_in_its_released_text_is_skipped(release, student_notebook):
    notebook = student_notebook({"solution_36_1": "answer = 1"})
    notebook.cells[2].source = "answer_helper = 3"
    notebook.cells[3].metadata.tags = ["skip-execution"]
    clean, _, _ = normalise(notebook, release)
    assert not any(cell.metadata.get("tags") for cell in clean.cells)


def test_outputs_are_dropped(release, student_notebook):
    notebook = student_notebook()
    notebook.cells[3].outputs = [{"output_type": "stream", "name": "stdout", "text": "x" * 1000}]
    clean, _, _ = normalise(notebook, release)
    assert all(not cell.outputs for cell in clean.cells if cell.cell_type == "code")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (f"answer = {'x' * 5_000!r}", "a text of 5,000 characters"),
        (f"answer = {bytes(5_000)!r}", "a text of 5,000 characters"),
        (f"answer = {[0.5] * 2_000}", "2,000 numbers"),
        (f"answer = {[[1, 2]] * 100}", ""),
        ("answer = (", ""),
    ],
)
def test_data_in_the_place_of_code_is_flagged(release, student_notebook, source, found):
    _, flags, _ = normalise(student_notebook({"solution_36_1": source}), release)
    assert flags == ((f"data in the place of code in the solution of 36.1: {found}",) if found else ())
