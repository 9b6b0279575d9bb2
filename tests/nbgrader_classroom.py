"""A course's root in which stock nbgrader releases and grades, for the tests that compare with it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook


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


def released(classroom: Classroom, root: Path) -> tuple[Classroom, list]:
    shutil.copy(root / "nbgrader_config.py", classroom.root)
    built = ours(classroom.read("notebooks"))
    shutil.rmtree(classroom.root / "notebooks")
    made = classroom.nbgrader("generate_assignment", classroom.stem)
    assert made.returncode == 0, made.stderr
    return classroom, built
