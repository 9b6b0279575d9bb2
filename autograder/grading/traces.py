"""What a submission could leave behind in its sandbox, seen and removed by the sandbox's process 1."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

SCRATCH, SHARED = "/scratch", "/dev/shm"  # all that can be written in a sandbox
_SETTINGS = ("oom_score_adj", "coredump_filter", "comm")  # of /proc: what a process of the same user may set


def kill_all() -> None:
    """End every other process of the sandbox. kill(-1) strikes them all at once, so that none forks away from it."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)
    for _ in reaped(0):
        pass


def reaped(options: int) -> Iterator[tuple[int, int]]:
    """Children that have ended, with their status; with `os.WNOHANG` no others are waited for."""
    while True:
        try:
            pid, status = os.waitpid(-1, options)
        except ChildProcessError:
            return
        if pid == 0:
            return
        yield pid, status


def empty(folder: str) -> None:
    """Remove what is in `folder`. What resists stays, and shows in `state`."""
    os.chmod(folder, 0o700)
    for entry in list(os.scandir(folder)):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                os.unlink(entry.path)


def state() -> dict:
    """What a submission could have left behind or changed: equal before and after, or the sandbox is not clean."""
    import resource  # not on Windows, where this module is imported for its names alone

    used = [(s.f_blocks - s.f_bfree, s.f_files - s.f_ffree) for s in map(os.statvfs, (SCRATCH, SHARED))]
    limits = [getattr(resource, name) for name in dir(resource) if name.startswith("RLIMIT_")]
    return {
        "files": [(sorted(os.listdir(f)), os.listxattr(f), os.stat(f).st_mode) for f in (SCRATCH, SHARED)],
        "used": used,
        "processes": [name for name in os.listdir("/proc") if name.isdigit()],
        "rlimits": [resource.getrlimit(limit) for limit in limits],
        "scheduling": (sorted(os.sched_getaffinity(0)), os.sched_getscheduler(0), os.getpriority(os.PRIO_PROCESS, 0)),
        "settings": [Path("/proc/self", name).read_text() for name in _SETTINGS],
        "threads": threads(),
        "descriptors": len(os.listdir("/proc/self/fd")),
    }


def threads() -> int:
    """The number of this process's threads."""
    return len(os.listdir("/proc/self/task"))
