"""Stock nbgrader on the course: its commands at the root, and the traps of its grading that the course has to avoid."""

import copy
import shutil

import nbformat
import pytest
from nbclient import NotebookClient
from nbgrader.utils import determine_grade
from nbgrader_classroom import Classroom, ours, released
from small_course import COURSE, SOURCE, STEM, write

from autograder.author import build
from autograder.course import load_course

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def small(tmp_path_factory, root) -> tuple[Classroom, list]:
    """The small course, released by nbgrader; and the cells of the student's notebook as the build made them."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "course.toml").write_text(COURSE, encoding="utf-8")
    write(folder, SOURCE)
    build(folder, course=load_course(folder / "course.toml"))
    return released(Classroom(folder, STEM), root)


def test_nbgrader_releases_what_the_build_made_and_no_source(small):
    classroom, built = small
    assert ours(classroom.read("notebooks")) == built
    files = [path.name for path in (classroom.root / "notebooks").rglob("*") if path.is_file()]
    assert files == [f"{STEM}.ipynb"]


def test_nbgrader_grades_a_reference_full_and_an_untouched_notebook_zero(small):
    classroom, _ = small
    classroom.submit("reference", classroom.reference())
    classroom.submit("untouched", classroom.read("notebooks"))
    graded = classroom.nbgrader("autograde", STEM)
    assert graded.returncode == 0, graded.stderr
    assert classroom.scores() == {"reference": 100.0, "untouched": 0.0}
    assert classroom.nbgrader("generate_feedback", STEM).returncode == 0
    feedback = classroom.root / "feedback" / "reference" / STEM / f"{STEM}.html"
    assert "Score: 60.0 / 60.0" in feedback.read_text(encoding="utf-8")


def test_nbgrader_validates_the_instructors_notebook_but_not_the_untouched_one(small):
    classroom, _ = small
    path = f"{STEM}/{STEM}.ipynb"
    assert "Success! Your notebook passes all the tests." in classroom.nbgrader("validate", f"solutions/{path}").stdout
    assert "VALIDATION FAILED" in classroom.nbgrader("validate", f"notebooks/{path}").stdout.upper()


def test_a_duplicated_grade_cell_stops_nbgraders_whole_batch(small, tmp_path):
    """Why the autograder's intake mends duplicates before it grades."""
    shutil.copytree(small[0].root, tmp_path / "class")
    classroom = Classroom(tmp_path / "class", STEM)
    twice = classroom.reference()
    pasted = copy.deepcopy(next(cell for cell in twice.cells if cell.id == "check_01_1"))
    pasted.id = "pasted"
    twice.cells.append(pasted)
    classroom.submit("ada", twice)
    classroom.submit("zeno", classroom.reference())
    graded = classroom.nbgrader("autograde", STEM)
    assert graded.returncode == 1
    assert "Cell with id 'check_01_1' exists multiple times!" in graded.stderr
    assert "nbgrader update ." in graded.stderr, "a remedy that does not help: the metadata is up to date"
    assert not (classroom.root / "autograded" / "zeno").exists()


# --- nbgrader's rule for a code test cell, and what `check` does about it


def grade_cell(*outputs: nbformat.NotebookNode) -> nbformat.NotebookNode:
    grade = {"grade": True, "solution": False, "points": 8, "grade_id": "check_36_2", "locked": True}
    return nbformat.v4.new_code_cell('check("36.2")', metadata={"nbgrader": grade}, outputs=list(outputs))


def test_nbgrader_scores_a_correct_cell_0_once_anything_is_on_stderr():
    points = nbformat.v4.new_output("execute_result", {"text/plain": "8.0"})
    warning = nbformat.v4.new_output("stream", name="stderr", text="UserWarning: slow")
    assert determine_grade(grade_cell(points)) == (8.0, 8.0)
    assert determine_grade(grade_cell(warning, points)) == (0, 8.0)


def test_nbgrader_gives_a_cell_that_never_ran_full_marks():
    assert determine_grade(grade_cell()) == (8.0, 8.0)


NOISY = """
import logging, os, sys, warnings
from autograder import check
import tensorflow as tf

def noise():
    warnings.warn("slow")
    print("printed", file=sys.stderr)
    os.write(2, b"from C++")
    logging.getLogger("tensorflow").warning("logged")

def standardize(x):
    noise()
    mean, variance = tf.nn.moments(x, axes=0)
    return (x - mean) / tf.where(variance > 0, tf.sqrt(variance), tf.ones_like(variance))

def softmax(z):
    noise()
    powers = tf.exp(z - tf.reduce_max(z, axis=-1, keepdims=True))
    return powers / tf.reduce_sum(powers, axis=-1, keepdims=True)
"""


@pytest.fixture(scope="module")
def checked(tmp_path_factory) -> nbformat.NotebookNode:
    """A check cell run on functions that write to stderr in every way there is, and one on no functions at all."""
    cells = [nbformat.v4.new_code_cell(NOISY), grade_cell(), nbformat.v4.new_code_cell("del standardize, softmax")]
    notebook = nbformat.v4.new_notebook(cells=[*cells, grade_cell()])
    folder = tmp_path_factory.mktemp("kernel")
    return NotebookClient(notebook, timeout=300, resources={"metadata": {"path": folder}}).execute()


def test_check_keeps_a_students_stderr_out_of_the_cell(checked):
    cell = checked.cells[1]
    assert not [output for output in cell.outputs if output.get("name") == "stderr"]
    assert determine_grade(cell) == (8.0, 8.0)


def test_check_always_returns_its_points_so_that_nothing_is_worth_nothing(checked):
    results = [
        output.data["text/plain"] for output in checked.cells[3].outputs if output.output_type == "execute_result"
    ]
    assert results == ["0.0"]
    assert determine_grade(checked.cells[3]) == (0.0, 8.0)
