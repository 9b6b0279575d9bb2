"""What the fork server is like when it is ready, and how it outlives what is done to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.grading.forkserver import _PRELOADED
from autograder.grading.sandbox import environment
from autograder.grading.warm import SandboxDied, listening, warm_sandbox

pytestmark = [pytest.mark.slow]


@pytest.fixture
def warm(bubblewrap, tight_limits):
    with warm_sandbox(tight_limits, one_thread=True) as sandbox:
        sandbox.wait_until_ready(120)
        yield sandbox


def test_after_the_imports_nothing_has_begun(tmp_path):
    """Forking is safe as long as TensorFlow has no context and no thread runs: only the importing one."""
    look = (
        "import importlib, json, os, sys, warnings\nwarnings.simplefilter('ignore')\n"
        "for name in json.loads(sys.argv[1]):\n    importlib.import_module(name)\n"
        "from tensorflow.python.eager import context\n"
        "print(json.dumps([len(os.listdir('/proc/self/task')), context._context is None]))"
    )
    modules = [
        *(m for m in _PRELOADED if not m.startswith("ipykernel.s")),
        "autograder.plain",
    ]
    modules += ["autograder.exercises.session_36.collect"]
    done = subprocess.run(
        [sys.executable, "-c", look, json.dumps(modules)],
        env=environment(True),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [1, True]


def test_the_fork_server_itself_has_one_thread_and_leaves_no_trace(warm, tight_limits):
    assert os.listdir(warm.root / "proc" / "1" / "task") == ["1"]
    for _ in range(2):
        warm.give({}, {"data.csv": b"1,2"}, {})
        with listening() as connection:
            warm.start(connection, "key", {}, tight_limits)
            assert warm.poll() is None
            warm.kill_all()
            assert warm.poll() == -9
            assert warm.sweep() == []


def test_a_kernels_death_is_told_with_its_signal(warm, tight_limits):
    warm.give({}, {}, {})
    with listening() as connection:
        warm.start(connection, "key", {}, tight_limits)
        warm.signal(15)
        assert _end_of(warm) == -15
        warm.kill_all()
    assert warm.poll() == -15


def _end_of(warm):
    deadline = time.monotonic() + 20
    while warm.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    return warm.poll()


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        (lambda warm: os.setpriority(os.PRIO_PROCESS, warm.pid, 5), ["scheduling"]),
        (lambda warm: os.setxattr(warm.root / "scratch", "user.note", b"mine"), ["files", "used"]),
        (lambda warm: (warm.root / "proc/1/oom_score_adj").write_text("500"), ["settings"]),
    ],
)
def test_what_is_not_as_it_was_is_named(warm, change, changed):
    change(warm)
    assert warm.sweep() == changed


def test_a_fork_server_that_is_gone_is_said(warm):
    warm.end()
    assert not warm.alive
    assert warm.poll() == -9
    with pytest.raises(SandboxDied, match="its fork server is gone"):
        warm.kill_all()


def test_a_sandbox_that_cannot_start_says_why(bubblewrap, tight_limits, monkeypatch):
    monkeypatch.setattr("autograder.grading.sandbox.policy", lambda *_, **__: ["--no-such-option"])
    told = pytest.raises(SandboxDied, match="the sandbox did not start: its fork server is gone .*no-such-option")
    with warm_sandbox(tight_limits, one_thread=True) as sandbox, told:
        sandbox.wait_until_ready(30)
    assert not sandbox.folder.exists()


def test_a_collecting_module_that_needs_what_is_hidden_is_said(bubblewrap, tight_limits, monkeypatch):
    monkeypatch.setattr(
        "autograder.grading.sandbox.INSIDE", ("grading/*.py", "exercises/__init__.py", "exercises/*/c*")
    )
    monkeypatch.setattr("autograder.grading.sandbox._HIDDEN", ("plain.py",))
    told = pytest.raises(SandboxDied, match="did not start: .*No module named 'autograder.plain'")
    with warm_sandbox(tight_limits, one_thread=True) as sandbox, told:
        sandbox.wait_until_ready(60)


def test_a_sandbox_that_is_slow_is_given_up(bubblewrap, tight_limits):
    told = pytest.raises(SandboxDied, match="did not start: its fork server did not answer in 0.01 s")
    with warm_sandbox(tight_limits, one_thread=True) as sandbox, told:
        sandbox.wait_until_ready(0.01)
    assert not Path(f"/proc/{sandbox.pid}").exists()


def test_a_sandbox_that_is_ended_as_it_begins_leaves_no_process(bubblewrap, tight_limits):
    """bubblewrap alone would leave its child waiting for ever."""
    ended = []
    for _ in range(10):
        with warm_sandbox(tight_limits, one_thread=True) as sandbox:
            ended.append(sandbox)
    assert all(sandbox.pid for sandbox in ended)
    assert not [sandbox.pid for sandbox in ended if Path(f"/proc/{sandbox.pid}").exists()]


def test_data_is_written_once_for_all_submissions_that_share_it(bubblewrap, tight_limits):
    with warm_sandbox(tight_limits, one_thread=True) as sandbox:
        first = sandbox.give({"36_1.npz": b"a"}, {"x.csv": b"1"}, {"public.npz": b"data"})
        written = (sandbox.folder / first.removeprefix("/") / "public.npz").stat().st_mtime_ns
        again = sandbox.give({"36_2.npz": b"b"}, {}, {"public.npz": b"data"})
        other = sandbox.give({}, {}, {"public.npz": b"more"})
        assert again == first != other
        assert (sandbox.folder / first.removeprefix("/") / "public.npz").stat().st_mtime_ns == written
        assert [p.name for p in (sandbox.folder / "given" / "inputs").iterdir()] == []
