"""Where tests run on several processes, those that share what is costly to make run on one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SUITE = """
import os, pathlib, pytest

@pytest.mark.parametrize("session", ["36", "37"])
@pytest.mark.parametrize("number", range(6))
def test_it(session, number):
    with pathlib.Path(__file__).with_name(session).open("a") as file:
        file.write(os.environ["PYTEST_XDIST_WORKER"] + "\\n")
"""


@pytest.mark.slow
def test_a_session_of_a_file_stays_on_one_process(root: Path, tmp_path: Path):
    (tmp_path / "test_small.py").write_text(SUITE, encoding="utf-8")
    options = next(line for line in (root / "Makefile").read_text("utf-8").splitlines() if "-m pytest" in line)
    distribution = options[options.index("--dist") :].split()
    # The suite's own conftest takes part as a plugin; `-n 2`, so that there is a choice on any machine.
    command = [sys.executable, "-m", "pytest", "-p", "conftest", "-n", "2", *distribution, "-q", str(tmp_path)]
    done = subprocess.run(command, cwd=root / "tests", capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    for session in ("36", "37"):
        workers = (tmp_path / session).read_text("utf-8").split()
        assert len(workers) == 6 and len(set(workers)) == 1, workers
