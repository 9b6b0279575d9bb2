"""What the cells of a source become, in the instructor's notebook and in the student's."""

import nbformat
import pytest
from small_course import SOURCE, cell_of, notebook_of

from autograder import author
from autograder.author import student_version


@pytest.mark.parametrize(
    ("grade_id", "expected"),
    [
        ("solution_01_1", {"grade": False, "solution": True, "locked": False}),
        ("solution_01_10_b", {"grade": False, "solution": True, "locked": False}),
        ("check_01_10", {"grade": True, "solution": False, "locked": True, "points": 40}),
        ("reflection_01", {"grade": True, "solution": True, "locked": False, "points": 0}),
    ],
)
def test_shorthand_becomes_nbgrader_metadata(tmp_path, course, grade_id, expected):
    cell = cell_of(notebook_of(tmp_path, course), grade_id)
    assert cell.metadata == {"nbgrader": expected | {"task": False, "schema_version": 3, "grade_id": grade_id}}


def test_markdown_is_rendered_and_code_is_not_but_for_the_repository(tmp_path, course):
    cells = notebook_of(tmp_path, course, SOURCE + "\n# %%\nx = 8 << 1\n").cells
    assert cells[0].source == (
        "# Small things\n"
        "[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com"
        "/github/example/small/blob/trunk/notebooks/session_01_small/session_01_small.ipynb)\n\n"
        "5 epochs; at least 0.8; `{{ x }}`, `{% y %}`."
    )
    assert cells[1].source.startswith('repository = "https://github.com/example/small"\n')
    assert cells[2].source == "### Exercise 01.1 · Double a number · 60 points"
    assert cells[-1].source == "x = 8 << 1"


def test_notebook_metadata_names_the_session_and_no_machine(tmp_path, course):
    notebook = notebook_of(tmp_path, course)
    assert notebook.metadata == {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "course": {"session": "01"},
    }
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert [cell.id for cell in notebook.cells][:4] == ["cell-1", "cell-2", "cell-3", "solution_01_1"]
    assert notebook.cells[8].metadata == {"tags": ["skip-execution"]}


def test_students_get_stubs_that_run_and_neither_solutions_nor_hidden_tests(tmp_path, course):
    notebook = notebook_of(tmp_path, course)
    student = student_version(notebook)
    assert cell_of(student, "solution_01_1").source == 'def double(x):\n    """Twice x."""\n    ...  # YOUR CODE HERE'
    assert cell_of(student, "solution_01_10").source == author.CODE_STUB["python"]
    assert cell_of(student, "check_01_1").source == 'check("01.1")'
    assert cell_of(student, "reflection_01").source.endswith(f"\n\n{author.TEXT_STUB}")
    text = nbformat.writes(student)
    assert not [secret for secret in ("SOLUTION", "HIDDEN", "abab", "x + x", "itself") if secret in text]
    assert "x + x" in nbformat.writes(notebook), "the notebook handed in is left as it was"
    assert [cell.id for cell in student.cells] == [cell.id for cell in notebook.cells]
    assert cell_of(student, "check_01_1").metadata["editable"] is False
    assert "checksum" in cell_of(student, "check_01_1").metadata.nbgrader
    for cell in student.cells:
        if cell.cell_type == "code":
            compile(cell.source, cell.id, "exec")
