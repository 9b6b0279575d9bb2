"""Stock nbgrader on the course: its commands at the root, and the traps of its grading that the course has to avoid."""

import copy
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbgrader.api import Gradebook
from nbgrader.utils import determine_grade
from small_course import COURSE, SOURCE, STEM, write

from autograder.author import build
from autograder.course import load_course

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Classroom:
    """A copy of a course's root in which nbgrader has released one session and graded submissions to it."""

    root: Path
    stem: str

    def nbgrader(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run an nbgrader command at the root, in an activated environment: it looks for `alembic` on the PATH."""
        command = [sys.executable, "-m", "nbgrader", *arguments]
        environment = os.environ | {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
        return subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, timeout=900)

    def read(self, folder: str) -> nbformat.NotebookNode:
        return nbformat.read(self.root / folder / self.stem / f"{self.stem}.ipynb", as_version=4)

    def submit(self, student: str, notebook: nbformat.NotebookNode) -> None:
        folder = self.root / "submitted" / student / self.stem
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{self.stem}.ipynb")

    def reference(self) -> nbformat.NotebookNode:
        """The released notebook with the instructor's solutions filled in."""
        solutions = {cell.id: cell.source for cell in self.read("solutions").cells}
        notebook = self.read("notebooks")
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("solution"):
                cell.source = solutions[cell.id]
        return notebook

    def scores(self) -> Mapping[str, float]:
        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}", "tensorflow_course") as gradebook:
            return {s.student.id: s.score for s in gradebook.assignment_submissions(self.stem)}


def ours(notebook: nbformat.NotebookNode) -> list[tuple]:
    return [(cell.id, cell.cell_type, cell.source, cell.metadata) for cell in notebook.cells]


@pytest.fixture(scope="module")
def small(tmp_path_factory, root) -> tuple[Classroom, list]:
    """The small course, released by nbgrader; and the cells of the student's notebook as the build made them."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "course.toml").write_text(COURSE, encoding="utf-8")
    write(folder, SOURCE)
    build(folder, course=load_course(folder / "course.toml"))
    return released(Classroom(folder, STEM), root)


def released(classroom: Classroom, root: Path) -> tuple[Classroom, list]:
    shutil.copy(root / "nbgrader_config.py", classroom.root)
    built = ours(classroom.read("notebooks"))
    shutil.rmtree(classroom.root / "notebooks")
    made = classroom.nbgrader("generate_assignment", classroom.stem)
    assert made.returncode == 0, made.stderr
    return classroom, built


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


@pytest.mark.parametrize("session", load_course().sessions, ids=lambda session: session.id)
def test_every_session_is_graded_by_stock_nbgrader(session, root, tmp_path):
    for folder in ("solutions", "notebooks"):
        shutil.copytree(root / folder / session.stem, tmp_path / folder / session.stem)
    classroom, built = released(Classroom(tmp_path, session.stem), root)
    assert ours(classroom.read("notebooks")) == built
    classroom.submit("reference", classroom.reference())
    classroom.submit("untouched", classroom.read("notebooks"))
    graded = classroom.nbgrader("autograde", session.stem)
    assert graded.returncode == 0, graded.stderr
    scores = classroom.scores()
    assert scores["reference"] == 100
    assert scores["untouched"] <= 5


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
