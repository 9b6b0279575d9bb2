"""The sandbox's policy, and the refusal to do without one."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from autograder.errors import UserError
from autograder.grading import sandbox
from autograder.grading.sandbox import PACKAGE, IsolationError, environment, policy, settle_isolation
from autograder.grading.seccomp import seccomp_filter


def trial(monkeypatch, returncode=0, stderr="", error=None):
    """bubblewrap is installed, and its trial run ends like this."""

    def run(command, **_):
        assert command[0] == "bwrap"
        if error:
            raise error
        return subprocess.CompletedProcess(command, returncode, "", stderr)

    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("subprocess.run", run)


def test_none_only_when_said_and_without_a_trial(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert settle_isolation("none") == "none"


@pytest.mark.parametrize("asked", ["auto", "bubblewrap"])
def test_a_sandbox_that_can_be_had_is_taken(monkeypatch, asked):
    trial(monkeypatch)
    assert settle_isolation(asked) == "bubblewrap"


@pytest.mark.parametrize("asked", ["auto", "bubblewrap"])
def test_no_bubblewrap_is_refused_with_the_install_line(monkeypatch, asked):
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(
        IsolationError, match="bubblewrap is not installed; install it .*apt-get install bubblewrap"
    ) as told:
        settle_isolation(asked)
    assert "--isolation none" in str(told.value)
    assert isinstance(told.value, UserError)
    assert "\n" not in str(told.value)


def test_forbidden_user_namespaces_are_said(monkeypatch):
    trial(monkeypatch, 1, "note\nbwrap: No permissions to create new namespace")
    with pytest.raises(
        IsolationError, match="No permissions to create new namespace.*namespaces are probably forbidden"
    ):
        settle_isolation("auto")


def test_a_trial_that_hangs_is_a_refusal(monkeypatch):
    trial(monkeypatch, error=subprocess.TimeoutExpired("bwrap", 20))
    with pytest.raises(IsolationError, match="no answer in 20 s"):
        settle_isolation("auto")


def test_elsewhere_than_on_linux_only_none_is_left(monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    with pytest.raises(IsolationError, match="no sandbox on darwin: it needs Linux .*--isolation none"):
        settle_isolation("auto")


def pairs(arguments, option):
    """The paths in the sandbox that `option` makes."""
    return {arguments[i + 2] for i, argument in enumerate(arguments) if argument == option}


def test_what_the_sandbox_shows_of_the_package(tight_limits):
    """Neither the judge's side nor the grader's, no compiled form of it; for stock nbgrader the whole package."""
    shown = {Path(path) for path in pairs(policy(Path("/tmp/given"), tight_limits), "--ro-bind")}
    of_package = {path.relative_to(PACKAGE) for path in shown if path.is_relative_to(PACKAGE)}
    assert {Path("plain.py"), Path("course.toml"), Path("exercises/session_36/collect.py")} <= of_package
    assert not [p for p in of_package if p.name.startswith(("judg", "sealed", "known")) or "report" in p.parts]
    grading = {p for p in of_package if p.parts[0] == "grading"}
    assert grading == {Path("grading", name) for name in ("__init__.py", "forkserver.py", "traces.py")}
    exercises = {p.name for p in of_package if p.parts[0] == "exercises"}
    assert all(name == "__init__.py" or name.startswith("collect") for name in exercises)
    assert {p.suffix for p in of_package} == {".py", ".toml"}
    whole = pairs(policy(Path("/tmp/given"), tight_limits, judge_inside=True), "--ro-bind")
    assert str(PACKAGE) in whole


def test_nothing_of_the_system_is_writable_and_the_network_is_not_shared(tight_limits):
    arguments = policy(Path("/tmp/given"), tight_limits)
    assert "--unshare-all" in arguments and "--share-net" not in arguments
    assert not {"--bind", "--dev-bind", "--bind-try"} & set(arguments)
    assert pairs(arguments, "--ro-bind") & {"/", "/etc", "/home", "/root", "/work", "/var", "/run"} == set()


def test_graphics_cards_only_where_the_grader_was_told_to_use_one(tight_limits, monkeypatch, tmp_path):
    monkeypatch.setattr(sandbox, "Path", lambda path: tmp_path if path == "/dev" else Path(path))
    (tmp_path / "nvidia0").touch()
    for said, cards in (("", set()), ("-1", set()), ("0", {str(tmp_path / "nvidia0"), "/sys/devices", "/sys/bus/pci"})):
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", said)
        assert pairs(policy(Path("/tmp/given"), tight_limits), "--dev-bind-try") == cards


def test_the_environment_is_bare(monkeypatch):
    monkeypatch.setenv("A_SECRET", "token")
    monkeypatch.setenv("COURSE_DATA", "/data")
    many, alone = environment(True), environment(False)
    assert not {"A_SECRET", "COURSE_DATA", "USER", "LOGNAME"} & set(many)
    assert {many[f"TF_NUM_{kind}_THREADS"] for kind in ("INTRAOP", "INTEROP")} == {"1"}
    assert "TF_NUM_INTRAOP_THREADS" not in alone


def test_the_filter_of_system_calls_ends_in_allow_and_is_none_for_an_unknown_machine():
    for machine in ("x86_64", "aarch64"):
        program = seccomp_filter(machine)
        assert len(program) % 8 == 0
        assert program[-8:] == bytes.fromhex("060000000000ff7f")
    assert seccomp_filter("riscv64") == b""
