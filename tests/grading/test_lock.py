"""Two graders never write into one folder, and a dead one holds none."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import pytest

from autograder.grading.lock import FolderInUse, only_grader

HOLD = "import sys, time, pathlib\nfrom autograder.grading.lock import only_grader\n"
HOLD += "with only_grader(pathlib.Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)"


@pytest.mark.slow
def test_the_second_is_refused_until_the_first_is_dead(tmp_path):
    with subprocess.Popen([sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout.readline() == "held\n"
        told = f"{tmp_path} is being graded into by another run (process {first.pid}): wait until it has ended"
        with pytest.raises(FolderInUse, match=re.escape(told)), only_grader(tmp_path):
            pass
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    with only_grader(tmp_path):
        pass


def test_the_folder_is_free_again_afterwards(tmp_path):
    for _ in range(2):
        with only_grader(tmp_path):
            assert (tmp_path / ".lock").read_text() == f"{os.getpid()}\n"
