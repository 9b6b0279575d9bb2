"""Stock nbgrader starts its kernels in the sandbox, by the kernel's name alone."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading import provisioner
from autograder.grading.provisioner import SandboxProvisioner

NAME = "autograder-sandbox"
SPECS = Path(provisioner.__file__).parent  # holds kernels/, as a folder of JUPYTER_PATH does
SOLUTION = "### BEGIN SOLUTION\ndef square(x):\n    return x * x\n### END SOLUTION"
CHECK = (
    "import os\nassert open('data.txt').read() == '7'\n"
    "assert os.getcwd() == '/scratch/work'\nassert 'A_SECRET' not in os.environ\nassert square(3) == 9"
)


def test_the_provisioner_is_registered_and_its_kernel_spec_names_it():
    (entry,) = entry_points(group="jupyter_client.kernel_provisioners", name=NAME)
    assert entry.load() is SandboxProvisioner
    spec = KernelSpecManager(kernel_dirs=[str(SPECS / "kernels")]).get_kernel_spec(NAME)
    assert spec.metadata["kernel_provisioner"]["provisioner_name"] == NAME


def test_files_beside_a_notebook_are_taken_up_to_a_size_without_links(tmp_path, monkeypatch):
    monkeypatch.setattr(provisioner, "_MAX_FILES_BYTES", 10)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.csv").write_bytes(b"12345")
    (tmp_path / "b.csv").write_bytes(b"1234")
    (tmp_path / "z.csv").write_bytes(b"12345")
    (tmp_path / "p.ipynb").write_bytes(b"{}")
    (tmp_path / "link").symlink_to(tmp_path / "b.csv")
    assert provisioner._files_in(tmp_path) == {"b.csv": b"1234", "sub/a.csv": b"12345"}


def test_before_a_kernel_there_is_none_to_end():
    unused = SandboxProvisioner()
    assert not unused.has_process
    for ask in (unused.kill, unused.terminate, unused.cleanup):
        asyncio.run(ask())
    assert asyncio.run(unused.poll()) == 0


def _notebook(solution: str) -> nbformat.NotebookNode:
    marks = {"schema_version": 3, "task": False}
    cells = [new_code_cell(solution, id="solution"), new_code_cell(CHECK, id="check")]
    cells[0].metadata.nbgrader = {"grade": False, "grade_id": "s", "locked": False, "solution": True, **marks}
    cells[1].metadata.nbgrader = {
        **{"grade": True, "grade_id": "t", "locked": True, "points": 2, "solution": False, **marks}
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.mark.slow
def test_stock_nbgrader_autogrades_in_the_sandbox(bubblewrap, tmp_path):
    answers = {"source/ps1": SOLUTION, "submitted/ann/ps1": "def square(x):\n    return x * x"}
    answers["submitted/bob/ps1"] = "def square(x):\n    return x"
    for folder, solution in answers.items():
        (tmp_path / folder).mkdir(parents=True)
        nbformat.write(_notebook(solution), tmp_path / folder / "p.ipynb")
        (tmp_path / folder / "data.txt").write_text("7")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader calls alembic by name
    environment = {**os.environ, "JUPYTER_PATH": str(SPECS), "PATH": path, "A_SECRET": "token"}

    def nbgrader(*arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-3000:]

    nbgrader("generate_assignment", "ps1")
    nbgrader("autograde", "ps1", f"--ExecutePreprocessor.kernel_name={NAME}")
    nbgrader("export")
    lines = [line.split(",") for line in (tmp_path / "grades.csv").read_text().splitlines()]
    column = lines[0].index("raw_score")
    assert {line[3]: float(line[column]) for line in lines[1:]} == {"ann": 2.0, "bob": 0.0}
