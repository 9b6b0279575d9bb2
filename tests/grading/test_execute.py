"""One notebook in a kernel of its own: what goes wrong in it ends there, and is told."""

from __future__ import annotations

import os
import pickle
import threading
import time
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from autograder.grading.execute import OUTPUT_BYTES, Interrupted, gather_evidence
from autograder.grading.kernel import KernelStartError, Workplace, environment
from autograder.grading.worker import open_worker


def execute(task, limits, asked_to_stop=None, one_thread=False):
    with open_worker("none", limits, one_thread=one_thread) as worker:
        return worker.run(task, asked_to_stop)


def outcomes(execution):
    return [cell.outcome for cell in execution.cells]


@pytest.mark.slow
def test_after_an_error_the_notebook_goes_on(short_limits, task):
    execution = execute(task("x = 1", "1 / 0", "assert x == 1"), short_limits)
    assert outcomes(execution) == ["ok", "error", "ok"]
    assert (execution.cells[1].ename, execution.cells[1].evalue) == ("ZeroDivisionError", "division by zero")
    assert execution.ended == execution.fault == ""


@pytest.mark.slow
def test_a_cell_that_takes_too_long_is_interrupted_and_the_notebook_goes_on(short_limits, task):
    execution = execute(task("x = 1\nwhile True: pass", "assert x == 1"), short_limits)
    assert outcomes(execution) == ["timeout", "ok"]
    assert execution.cells[0].evalue == "stopped after 2 s"


@pytest.mark.slow
def test_a_cell_that_ignores_the_interrupt_ends_the_notebook(short_limits, monkeypatch, task):
    monkeypatch.setattr("autograder.grading.execute._INTERRUPT_GRACE_S", 1)
    stubborn = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    execution = execute(task(stubborn, "x = 1"), short_limits)
    assert (outcomes(execution), execution.ended) == (["timeout"], "stopped")


@pytest.mark.slow
def test_the_whole_notebooks_time_is_bounded(short_limits, task):
    limits = replace(short_limits, total_timeout_s=3)
    execution = execute(task(*["import time; time.sleep(1.6)"] * 4), limits)
    assert execution.ended == "timeout"
    assert len(execution.cells) < 4


@pytest.mark.slow
def test_what_was_collected_before_the_kernel_died_still_counts(short_limits, task):
    leave = "import os\nopen(os.environ['AUTOGRADER_EVIDENCE'] + '/36_1.npz', 'wb').write(b'evidence')"
    execution = execute(task(leave, "import os; os._exit(1)", "x = 1"), short_limits)
    assert (outcomes(execution), execution.ended) == (["ok", "died"], "died")
    assert execution.evidence == {"36_1": b"evidence"}


@pytest.mark.slow
@pytest.mark.parametrize("leaving", ["exit()", "quit()", "exit()\nraise SystemExit(0)"])
def test_a_notebook_that_leaves_is_over(short_limits, task, leaving: str):
    execution = execute(task(leaving, "x = 1"), short_limits)
    assert (outcomes(execution), execution.ended) == (["died"], "died")


@pytest.mark.slow
def test_no_process_and_no_file_stays_behind(short_limits, tmp_path, monkeypatch, task):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    execution = execute(
        task("import subprocess\np = subprocess.Popen(['sleep', '77'])\nraise RuntimeError(p.pid)"), short_limits
    )
    child = int(execution.cells[0].evalue)
    deadline = time.monotonic() + 5
    while _alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(child)
    assert list(tmp_path.iterdir()) == []


def _alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


@pytest.mark.slow
def test_output_without_end_is_not_kept(short_limits, monkeypatch, task):
    kept = []
    original = nbformat.v4.output_from_msg
    monkeypatch.setattr("nbclient.client.output_from_msg", lambda msg: kept.append(1) or original(msg))
    execution = execute(
        task("import sys\nfor _ in range(50): sys.stdout.write('x' * 100_000); sys.stdout.flush()"), short_limits
    )
    assert outcomes(execution) == ["ok"]
    assert sum(kept) <= OUTPUT_BYTES / 100_000


@pytest.mark.slow
def test_cells_that_only_show_are_skipped(short_limits, task):
    assert execute(task("1 / 0", tags=["skip-execution"]), short_limits).cells == ()


@pytest.mark.slow
def test_the_kernels_world(short_limits, monkeypatch, task):
    """Bare environment, private home, sealed inputs in their folder."""
    monkeypatch.setenv("A_SECRET", "token")
    look = (
        "import os, sys\n"
        "found = [os.environ.get('A_SECRET'), os.environ['HOME'] == os.getcwd(), os.environ['AUTOGRADER_SEED'],\n"
        "         os.listdir(os.environ['AUTOGRADER_INPUTS']), os.environ.get('TF_NUM_INTRAOP_THREADS')]\n"
        "import keras, random; found.append(random.random())\n"
        "raise RuntimeError(found)"
    )
    limits = replace(short_limits, cell_timeout_s=60)
    job = task(look, inputs={"36_1.npz": b"sealed"}, seed=5)
    first = execute(job, limits, one_thread=True).cells[0].evalue
    assert first.startswith("[None, True, '5', ['36_1.npz'], '1', 0.")
    assert execute(job, limits, one_thread=True).cells[0].evalue == first, "the seed is set before the first cell"


@pytest.mark.slow
def test_a_run_that_is_asked_to_stop_stops(short_limits, task):
    stop = threading.Event()
    threading.Timer(1.5, stop.set).start()
    begun = time.monotonic()
    with pytest.raises(Interrupted):
        execute(task("import time; time.sleep(60)"), replace(short_limits, cell_timeout_s=60), stop)
    assert time.monotonic() - begun < 15


def test_a_kernel_that_does_not_start_is_the_graders_fault(short_limits, monkeypatch, task):
    monkeypatch.setattr("sys.executable", "/bin/false")
    monkeypatch.setattr("ipykernel.kernelspec.sys.executable", "/bin/false")
    execution = execute(task("x = 1"), replace(short_limits, kernel_startup_timeout_s=2))
    assert execution.fault.startswith("the kernel did not start: ")
    assert execution.cells == ()


@pytest.mark.slow
def test_a_seed_that_cannot_be_set_is_the_graders_fault(short_limits, monkeypatch, task):
    monkeypatch.setenv("PATH", os.environ["PATH"])
    execution = execute(task("x = 1", seed="none('"), short_limits)
    assert execution.fault.startswith("the kernel could not be prepared: error SyntaxError")
    assert issubclass(KernelStartError, RuntimeError)


def test_threads_are_shared_out_only_among_several(tmp_path):
    alone, one_of_many = (environment(Workplace(tmp_path), None, "", many) for many in (False, True))
    assert "OMP_NUM_THREADS" not in alone
    assert {one_of_many[f"TF_NUM_{kind}_THREADS"] for kind in ("INTRAOP", "INTEROP")} == {"1"}
    assert "AUTOGRADER_SEED" not in alone


def test_evidence_that_is_no_ordinary_file_is_refused(tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(b"key")
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / "36_1.npz").symlink_to(secret)
    os.mkfifo(folder / "36_2.npz")
    (folder / "36_3.npz").write_bytes(b"x" * 11)
    (folder / "36_4.npz").write_bytes(b"fine")
    (folder / "36_5.npz").mkdir()
    (folder / "36_6.txt").write_bytes(pickle.dumps("ignored"))
    evidence, refused = gather_evidence(folder, max_bytes=10)
    assert evidence == {"36_4": b"fine"}
    assert refused == {
        "36_1": "the evidence is a link or cannot be opened",
        "36_2": "the evidence is not an ordinary file",
        "36_3": "the evidence is larger than the 10 bytes allowed",
        "36_5": "the evidence is not an ordinary file",
    }


def test_no_evidence_folder_is_no_evidence(tmp_path):
    assert gather_evidence(tmp_path / "gone", 10) == ({}, {})
