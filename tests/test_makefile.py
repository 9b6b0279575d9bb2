"""The Makefile's choice of a Python, with made-up ones: nothing is installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="needs make (apt-get install make)")

# A Python that works but for what costs minutes: it writes down what it is asked to make, install or run.
RECORDING = """#!/bin/sh
case "$1 $2" in
  "-c "*) exec {real} "$@" ;;
  "-m venv") mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
esac
echo "$(basename "$0") $*" >> calls
case "$*" in *"{failing}"*) exit 1 ;; esac
"""
OLD = '#!/bin/sh\ncase "$2" in *python_version*) echo 3.9.18 ;; *) exit 1 ;; esac\n'
NO_VENV = '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; *) exec {real} "$@" ;; esac\n'
SHIM = '#!/bin/sh\necho "python3.12: command not found" >&2\nexit 127\n'


@pytest.fixture
def project(tmp_path: Path, root: Path) -> Path:
    for name in ("Makefile", "requirements.txt", "pyproject.toml", "setup.py"):
        shutil.copy(root / name, tmp_path)
    return tmp_path


def python(project: Path, name: str, script: str, failing: str = "nothing at all") -> Path:
    path = project / "fake" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(script.replace("{real}", sys.executable).replace("{failing}", failing), encoding="utf-8")
    path.chmod(0o755)
    return path


def make(project: Path, *arguments: str) -> subprocess.CompletedProcess:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    environment["PATH"] = f"{project / 'fake'}{os.pathsep}{environment['PATH']}"
    return subprocess.run(
        ["make", *arguments], cwd=project, env=environment, capture_output=True, text=True, timeout=60
    )


def calls(project: Path) -> list[str]:
    return (project / "calls").read_text(encoding="utf-8").splitlines()


INSTALL = "python -m pip install --quiet --disable-pip-version-check -r requirements.txt"
TESTS = "python -m pytest -n auto --maxprocesses 4 --dist loadscope --no-loadscope-reorder"


def test_a_version_managers_shim_that_does_not_run_is_passed_over(project):
    python(project, "python3.12", SHIM)
    python(project, "python3.11", RECORDING)
    made = make(project, "test")
    assert made.returncode == 0, made.stderr
    assert calls(project) == ["python3.11 -m venv --clear .venv", INSTALL, TESTS]
    assert "Installing TensorFlow, JupyterLab and the course into .venv" in made.stdout


def test_it_installs_once_and_again_when_the_requirements_change(project):
    python(project, "python3.12", RECORDING)
    make(project, "test")
    make(project, "demo")
    assert calls(project)[2:] == [TESTS, "python -m autograder demo"]
    later = (project / ".venv" / ".installed").stat().st_mtime + 10
    os.utime(project / "requirements.txt", (later, later))
    make(project, "test")
    assert calls(project)[4:] == [INSTALL, TESTS], "the environment is kept"


def test_a_failed_install_does_not_count_as_done(project):
    python(project, "python3.12", RECORDING, failing="pip")
    assert make(project, "test").returncode == 2
    assert calls(project)[-1] == INSTALL, "no test was run"
    assert not (project / ".venv" / ".installed").exists()


def test_a_python_too_old_is_named_in_one_line(project):
    old = python(project, "python3.9", OLD)
    made = make(project, "demo", f"PYTHON={old}")
    assert made.returncode == 2
    assert made.stderr.splitlines()[0] == (
        f"Python 3.10-3.13 is needed; found 3.9.18 ({old}). Install one, or run: make PYTHON=/path/to/python"
    )
    assert not (project / ".venv").exists()


def test_no_python_at_all_is_said_in_one_line(project):
    made = make(project, "demo", "PYTHON=/nowhere/python")
    assert made.returncode == 2
    assert made.stderr.startswith("Python 3.10-3.13 is needed; found none. Install one, or run: make PYTHON=/path/to/")


def test_a_python_without_venv_comes_with_the_package_to_install(project):
    bare = python(project, "python3.12", NO_VENV)
    made = make(project, "demo", f"PYTHON={bare}")
    assert made.returncode == 2
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert made.stderr.splitlines()[0] == (
        f"Python {version} ({bare}) has no venv module; on Debian or Ubuntu: apt-get install python{version}-venv"
    )


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("lab", ["python -m jupyterlab --notebook-dir=notebooks"]),
        ("build", ["python -m autograder build"]),
        ("build-check", ["python -m autograder build --check"]),
        ("lint", ["python -m ruff check .", "python -m ruff format --check ."]),
    ],
)
def test_what_each_target_runs(project, target, expected):
    python(project, "python3.12", RECORDING)
    make(project, target)
    assert calls(project)[2:] == expected


def test_a_failing_command_fails_make(project):
    python(project, "python3.12", RECORDING, failing="--check")
    assert make(project, "build-check").returncode == 2
