"""The sandbox's whole policy: what a submission's process can see, and what it cannot.

bubblewrap makes it, without any right of its own: fresh namespaces of every kind (no network, no other process), a root
that holds what Python needs and nothing else, all of it read-only, and one writable folder of bounded size in memory.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from autograder.course import Limits, load_course
from autograder.errors import UserError
from autograder.grading.forkserver import GIVEN
from autograder.grading.seccomp import seccomp_filter
from autograder.grading.traces import SCRATCH, SHARED

PACKAGE = Path(__file__).resolve().parents[1]
# What is shown of the folders that lie on both sides of the wall: the collecting side, and what runs inside.
INSIDE = ("exercises/__init__.py", "exercises/*/__init__.py", "exercises/*/collect*.py", "grading/__init__.py")
INSIDE += ("grading/forkserver.py", "grading/traces.py")
_BOTH_SIDES = ("exercises", "grading", "report")
_HIDDEN = ("judging.py", "photo_audit.py")  # beside the judges: the answer to an exercise
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")
_ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "alternatives", "fonts")
_SHARED_BYTES = 64_000_000  # of /dev/shm, where multiprocessing keeps its semaphores
_UID = "1000"
_HOSTNAME = "sandbox"
_TRIAL = ("bwrap", "--unshare-all", "--unshare-user", "--as-pid-1", "--ro-bind", "/", "/", "--proc", "/proc", "true")
_TRIAL_TIMEOUT_S = 20
# What keeps TensorFlow in a process from taking the cores of others.
ONE_THREAD = dict.fromkeys(("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS"), "1")
_UNPROTECTED = "or say --isolation none to run student code unprotected"
_INSTALL = f"install it (Debian, Ubuntu: apt-get install bubblewrap), {_UNPROTECTED}"


class IsolationError(UserError):
    """No sandbox can be had: what is missing, and how to get it."""


def settle_isolation(asked: str) -> str:
    """`bubblewrap` or `none`, from `auto`, `bubblewrap` or `none`; tries out one sandbox.

    Raises `IsolationError` where none can be had: student code never runs unprotected unless that was said.
    """
    if asked == "none":
        return "none"
    if sys.platform != "linux":
        raise IsolationError(f"no sandbox on {sys.platform}: it needs Linux and bubblewrap; go there, {_UNPROTECTED}")
    if shutil.which("bwrap") is None:
        raise IsolationError(f"no sandbox: bubblewrap is not installed; {_INSTALL}")
    try:
        trial = subprocess.run(_TRIAL, capture_output=True, text=True, timeout=_TRIAL_TIMEOUT_S)
        said = trial.stderr.strip().splitlines()[-1:] if trial.returncode else None
    except subprocess.TimeoutExpired:
        said = [f"no answer in {_TRIAL_TIMEOUT_S} s"]
    if said is not None:
        raise IsolationError(
            f"no sandbox: bubblewrap cannot make one here ({''.join(said)}); user namespaces are probably forbidden: "
            f"allow them (sysctl kernel.unprivileged_userns_clone=1 or kernel.apparmor_restrict_unprivileged_userns=0; "
            f"in a container, its seccomp profile), {_UNPROTECTED}"
        )
    return "bubblewrap"


def policy(given: Path, limits: Limits, *, judge_inside: bool = False) -> list[str]:
    """bubblewrap's arguments: all that the sandbox is. `given` is the grader's folder that it shows, read-only.

    `judge_inside` leaves the judge's side of the package readable: where stock nbgrader grades, a check judges in the
    kernel, on the public inputs.
    """
    return [
        *("--unshare-all", "--unshare-user", "--uid", _UID, "--gid", _UID, "--hostname", _HOSTNAME),
        *("--die-with-parent", "--new-session", "--as-pid-1", "--cap-drop", "ALL", "--clearenv"),
        *(f for path in _SYSTEM if os.path.lexists(path) for f in _shown_as_it_is(path)),
        *(f for path in _shown_folders() if path != str(PACKAGE) for f in ("--ro-bind", path, path)),
        *_package(judge_inside),
        *(f for name in _ETC for f in ("--ro-bind-try", f"/etc/{name}", f"/etc/{name}")),
        *("--proc", "/proc", "--dev", "/dev", *_devices()),
        *("--perms", "0700", "--size", str(_SHARED_BYTES), "--tmpfs", SHARED),
        *("--perms", "0700", "--size", str(limits.scratch_bytes), "--tmpfs", SCRATCH),
        *(() if any(Path(p).is_relative_to("/tmp") for p in _shown_folders()) else ("--symlink", SCRATCH, "/tmp")),
        *("--ro-bind", str(given), GIVEN, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/"),
    ]


def environment(one_thread: bool) -> dict[str, str]:
    """What a process in the sandbox finds in its environment, before the grader adds what concerns one submission."""
    variables = {
        "PATH": f"{sys.prefix}/bin:/usr/bin:/bin",
        "HOME": SCRATCH,
        "TMPDIR": SCRATCH,
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",  # the order of sets is the same in every kernel
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "OPENBLAS_NUM_THREADS": "1",  # its threads start with the import, and would not survive a fork
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # ipykernel's debugger warns on standard error when it is imported
        "CUDA_VISIBLE_DEVICES": os.environ.get("CUDA_VISIBLE_DEVICES", "-1"),
    }
    passed_on = {name: os.environ[name] for name in ("XLA_FLAGS", "TF_ENABLE_ONEDNN_OPTS") if name in os.environ}
    return variables | passed_on | (ONE_THREAD if one_thread else {})


def start_sandbox(given: Path, limits: Limits, control, log, info, *, one_thread: bool, judge_inside: bool):
    """Start a fork server in a sandbox: `control` becomes its standard input, `log` its standard error.

    bubblewrap writes to `info`, a descriptor, as JSON, the process number that the fork server has outside.
    """
    collecting = [f"autograder.exercises.session_{session.id}.collect" for session in load_course().sessions]
    python = [
        sys.executable,
        "-s",
        "-B",
        "-m",
        "autograder.grading.forkserver",
        "autograder.notebook",
        "autograder.plain",
        *collecting,
    ]
    with tempfile.TemporaryFile() as rules:
        rules.write(seccomp_filter())
        rules.seek(0)
        filtered = ("--seccomp", str(rules.fileno())) if seccomp_filter() else ()
        settings = [f for name, value in environment(one_thread).items() for f in ("--setenv", name, value)]
        arguments = [*policy(given, limits, judge_inside=judge_inside), *settings, "--info-fd", str(info), *filtered]
        return subprocess.Popen(
            ["bwrap", *arguments, "--", *python],
            stdin=control,
            stdout=log,
            stderr=log,
            env={},
            executable=shutil.which("bwrap"),
            pass_fds=(info, rules.fileno()),
        )


def _shown_as_it_is(path: str) -> tuple[str, str, str]:
    return ("--symlink", os.readlink(path), path) if os.path.islink(path) else ("--ro-bind", path, path)


def _shown_folders() -> list[str]:
    """Where this Python, its packages and the course's live, under each name by which they are called."""
    folders = {
        str(PACKAGE),
        sys.prefix,
        sys.base_prefix,
        os.path.realpath(sys.prefix),
        os.path.realpath(sys.base_prefix),
    }
    folders.add(str(Path(os.path.realpath(sys.executable)).parents[1]))
    return sorted(folder for folder in folders if not any(Path(folder).is_relative_to(p) for p in _SYSTEM))


def _package(judge_inside: bool) -> list[str]:
    """The course's package at its own place, file by file: without the hidden ones and their compiled forms."""
    if judge_inside:
        return ["--ro-bind", str(PACKAGE), str(PACKAGE), *("--ro-bind-try", *[str(PACKAGE.parent / "datasets")] * 2)]
    shown = {path for suffix in ("py", "toml") for path in PACKAGE.rglob(f"*.{suffix}") if path.name not in _HIDDEN}
    shown = {path for path in shown if path.relative_to(PACKAGE).parts[0] not in _BOTH_SIDES}
    shown |= {path for pattern in INSIDE for path in PACKAGE.glob(pattern)}
    binds = (f for path in sorted(shown) for f in ("--ro-bind", str(path), str(path)))
    return ["--tmpfs", str(PACKAGE), *binds, "--remount-ro", str(PACKAGE)]


def _devices() -> list[str]:
    """The graphics cards, where the grader was told to use one."""
    if os.environ.get("CUDA_VISIBLE_DEVICES", "-1") in ("", "-1"):
        return []
    cards = sorted(str(path) for path in Path("/dev").glob("nvidia*"))
    return [f for path in (*cards, "/sys/devices", "/sys/bus/pci") for f in ("--dev-bind-try", path, path)]
