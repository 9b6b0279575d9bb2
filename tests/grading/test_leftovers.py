"""A killed run's temporary folders go with the next run; a living one's, and others', stay."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from autograder.grading.leftovers import PREFIX, one_temporary_folder, remove_leftovers

HOLD = "import time\nfrom autograder.grading.leftovers import one_temporary_folder\n"
HOLD += "with one_temporary_folder() as folder:\n    print(folder, flush=True)\n    time.sleep(60)"


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_what_is_made_in_a_run_goes_with_it(temporary):
    with one_temporary_folder() as folder:
        assert Path(tempfile.mkdtemp()).parent == folder
        remove_leftovers(temporary)
        assert folder.is_dir(), "the run is alive"
    assert list(temporary.iterdir()) == []
    assert tempfile.gettempdir() == str(temporary)


@pytest.mark.slow
def test_a_killed_runs_folder_goes_with_the_next(temporary):
    environment = os.environ | {"TMPDIR": str(temporary)}
    with subprocess.Popen([sys.executable, "-c", HOLD], stdout=subprocess.PIPE, text=True, env=environment) as run:
        folder = Path(run.stdout.readline().strip())
        remove_leftovers(temporary)
        assert folder.is_dir()
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
    with one_temporary_folder():
        assert not folder.exists()


def test_what_is_not_provably_a_dead_runs_stays(temporary):
    (temporary / f"{PREFIX}just-made").mkdir()
    (temporary / f"{PREFIX}not-locked-yet").mkdir()
    (temporary / f"{PREFIX}not-locked-yet" / "held-by-its-process").touch()
    (temporary / "elsewhere").mkdir()
    (temporary / f"{PREFIX}link").symlink_to(temporary / "elsewhere")
    remove_leftovers(temporary)
    assert len(list(temporary.iterdir())) == 4
