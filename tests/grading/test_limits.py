"""Every limit, exceeded for real inside the sandbox; after each, the next submission is as if it had run alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.grading.worker import open_worker

pytestmark = [pytest.mark.slow]
LOOK = (
    "import os, random, sys, resource\n"
    "raise RuntimeError([sorted(os.listdir(d)) for d in ('.', '/scratch', '/dev/shm', os.environ['AUTOGRADER_INPUTS'])]"
    " + [sorted(os.environ), os.statvfs('/scratch').f_bavail, resource.getrlimit(resource.RLIMIT_CPU),"
    " len([p for p in os.listdir('/proc') if p.isdigit()]), random.random()])"
)
STUBBORN = "import signal; signal.signal(2, signal.SIG_IGN)\nwhile True: pass"
HOARD = "kept = []\nwhile True: kept.append(bytearray(b'x' * 10_000_000))"
SHARED = "import mmap; m = mmap.mmap(-1, 900_000_000); m.write(b'x' * 900_000_000)\nwhile 1: pass"
FORKS = "import os, time\nwhile True:\n    try: os.fork()\n    except OSError: time.sleep(.01)"
THREADS = (
    "import threading, time\nfor _ in range(500): threading.Thread(target=time.sleep, args=(9,)).start()\ntime.sleep(9)"
)
FILES = (
    "import time\nfor i in range(9):\n"
    "    try: open(f'f{i}', 'wb').write(b'x' * 20_000_000)\n"
    "    except OSError: time.sleep(1)"
)
EMPTY = "i = 0\nwhile True:\n    i += 1; open(f'f{i}', 'w').close()"
CHATTER = "import time\nfor i in range(10_000): print('x' * 100_000); time.sleep(.005)"
SEGFAULT = "import ctypes; ctypes.string_at(0)"
STOP = "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)"
# What happens, the outcomes of the cells, and why the notebook ended.
EXCESSES = {
    "loop": (["while True: pass", "x = 1"], ["timeout", "ok"], ""),
    "stubborn": ([STUBBORN, "1"], ["timeout"], "stopped"),
    "stopped": ([STOP, "1"], ["timeout"], "stopped"),
    "memory": ([HOARD, "1"], ["died"], "memory"),
    "shared memory": ([SHARED, "1"], ["died"], "memory"),
    "fork bomb": ([FORKS, "1"], ["died"], "processes"),
    "threads": ([THREADS, "1"], ["died"], "processes"),
    "disk": ([FILES, "1"], ["died"], "disk"),
    "empty files": ([EMPTY, "1"], ["died"], "disk"),
    "1 GB in a thousand lines": ([CHATTER, "x = 1"], ["output", "ok"], ""),
    "1 GB in one line": (["print('x' * 1_000_000_000)", "1"], ["died"], "memory"),
    "one long line": (["print('x' * 20_000_000)", "x = 1"], ["output", "ok"], ""),
    "exit code": (["import os; os._exit(3)", "1"], ["died"], "died"),
    "segmentation fault": ([SEGFAULT, "1"], ["died"], "died"),
    "exit": (["exit()", "x = 1"], ["died"], "died"),
}


def ended(execution):
    return [cell.outcome for cell in execution.cells], execution.ended, execution.fault


@pytest.mark.parametrize("excess", EXCESSES)
def test_a_limit_ends_the_submission_and_the_next_is_as_if_alone(sandboxed, task, monkeypatch, excess):
    if excess in ("stubborn", "stopped"):
        monkeypatch.setattr("autograder.grading.execute._INTERRUPT_GRACE_S", 2)
    look = task("import keras", LOOK, seed=7, inputs={"36_1.npz": b"sealed"})
    alone = sandboxed.run(look).cells[1].evalue
    assert alone.startswith("[['.ipython'], ['evidence', 'work'], [], ['36_1.npz']")
    sources, outcomes, why = EXCESSES[excess]
    execution = sandboxed.run(task(*sources))
    assert ended(execution) == (outcomes, why, "")
    assert sandboxed.run(look).cells[1].evalue == alone


def test_the_whole_notebooks_time(bubblewrap, tight_limits, task):
    with open_worker("bubblewrap", replace(tight_limits, total_timeout_s=3), one_thread=True) as worker:
        assert ended(worker.run(task(*["import time; time.sleep(1.6)"] * 4)))[1] == "timeout"


def test_processor_time_of_all_processes_together(bubblewrap, tight_limits, task):
    burn = "import os\nfor _ in range(3): os.fork()\nwhile True: pass"
    with open_worker("bubblewrap", replace(tight_limits, cpu_time_s=2), one_thread=True) as worker:
        assert ended(worker.run(task(burn, "1")))[1] == "cpu"
        assert ended(worker.run(task("x = 1"))) == (["ok"], "", "")


def test_a_file_that_grows_too_large_is_told_in_its_cell(sandboxed, task):
    cell = sandboxed.run(task("open('f', 'wb').write(b'x' * 40_000_000)")).cells[0]
    assert (cell.outcome, cell.ename) == ("error", "OSError")
    assert "File too large" in cell.evalue


def test_memory_that_is_shared_is_counted_once(sandboxed, task):
    """Eight processes that share 250 MB take 250 MB, not 2 GB."""
    share = (
        "import os, time\nkept = b'x' * 250_000_000\n"
        "for _ in range(8):\n    if os.fork() == 0: time.sleep(1); os._exit(0)\ntime.sleep(1)"
    )
    assert ended(sandboxed.run(task(share))) == (["ok"], "", "")
