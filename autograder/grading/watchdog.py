"""The watchdog: what a submission's processes use, seen from outside the sandbox, and an end to them in time.

Address-space limits break TensorFlow, and limits of one process do not hold for many; so all of them are added up.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Limits
from autograder.grading.forkserver import SCRATCH
from autograder.grading.warm import WarmSandbox

_SAMPLE_EVERY_S = 0.1
_PATIENCE_SAMPLES = 30  # for the fork server to end the processes, before the whole sandbox is ended
_FULL_BYTES = 65_536  # scratch with less than this left is full
_TICKS_PER_S = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass(frozen=True)
class Usage:
    """What the processes of a sandbox use together, the fork server apart from its CPU time left out.

    `resident_bytes` counts shared pages once for each process, and so is never too little.
    """

    processes: int  # with their threads
    cpu_s: float
    resident_bytes: int
    scratch_left_bytes: int


class Watch:
    """What the watchdog saw: `tripped` is empty, or the limit that ended the submission."""

    tripped = ""


@contextlib.contextmanager
def watchdog(sandbox: WarmSandbox, limits: Limits) -> Iterator[Watch]:
    """Watch `sandbox` from before its kernel starts until the end of the block."""
    watch, done = Watch(), threading.Event()
    before_s = usage(sandbox.root).cpu_s

    def guard() -> None:
        patience = _PATIENCE_SAMPLES
        while not done.wait(_SAMPLE_EVERY_S):
            try:
                watch.tripped = watch.tripped or exceeded(sandbox.root, limits, before_s)
            except OSError:  # the sandbox is gone
                return
            if watch.tripped:
                sandbox.strike()
                patience -= 1
            if not patience:
                sandbox.end()

    thread = threading.Thread(target=guard, name="watchdog", daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        done.set()
        thread.join()


def exceeded(root: Path, limits: Limits, before_s: float) -> str:
    """The limit that the sandbox at `root` exceeds, or nothing. `before_s`: CPU time that was used before."""
    now = usage(root)
    if now.processes > limits.processes:
        return "processes"
    if now.cpu_s - before_s > limits.cpu_time_s:
        return "cpu"
    if now.scratch_left_bytes < _FULL_BYTES:
        return "disk"
    if now.resident_bytes > limits.memory_bytes and held_bytes(root) > limits.memory_bytes:
        return "memory"
    return ""


def usage(root: Path) -> Usage:
    """What one look into the sandbox's own process table shows. Raises OSError where the sandbox is gone."""
    threads = ticks = pages = 0
    for pid in _processes(root):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            fields = (root / "proc" / pid / "stat").read_text(errors="replace").rpartition(")")[2].split()
            ticks += sum(int(field) for field in fields[11:15])  # user, system, and both of children waited for
            if pid != "1":
                threads += int(fields[17])
                pages += int(fields[21])
    scratch = os.statvfs(f"{root}{SCRATCH}")
    return Usage(threads, ticks / _TICKS_PER_S, pages * _PAGE_BYTES, scratch.f_bavail * scratch.f_frsize)


def held_bytes(root: Path) -> int:
    """What the submission's processes hold in memory and swap, each shared page once; without files and fork server.

    A kernel begins by sharing the fork server's pages. What it shares with it is the fork server's, and does not count.
    """
    held = 0
    for pid in _processes(root):
        with contextlib.suppress(OSError):
            rollup = (root / "proc" / pid / "smaps_rollup").read_text().splitlines()[1:]
            kilobytes = {name: int(value.split()[0]) for name, _, value in (line.partition(":") for line in rollup)}
            own = kilobytes["Pss_Anon"] + kilobytes["Pss_Shmem"] + kilobytes["SwapPss"]
            held += own if pid != "1" else kilobytes["Pss_Anon"] - kilobytes["Anonymous"]
    return held * 1024


def _processes(root: Path) -> list[str]:
    return [name for name in os.listdir(root / "proc") if name.isdigit()]
