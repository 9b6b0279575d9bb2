"""The watchdog: what a submission's processes use, seen from outside the sandbox, and an end to them in time.

Address-space limits break TensorFlow, and limits of one process do not hold for many; so all of them are added up.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Limits
from autograder.grading.traces import SCRATCH, SHARED
from autograder.grading.warm import WarmSandbox

_SAMPLE_EVERY_S = 0.1
_PATIENCE_SAMPLES = 30  # for the fork server to end the processes, before the whole sandbox is ended
_WEIGHING_TIMEOUT_S = 20  # on a busy machine a few processes take a second
_MOST_WEIGHINGS = 5  # of processes that come and go
_FULL_BYTES = 65_536  # scratch with less than this left is full
_MOST_FILES = 50_000  # empty ones take no space in scratch, but memory all the same
_TICKS_PER_S = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass(frozen=True)
class Usage:
    """What the processes of a sandbox use together; the fork server counts for its CPU time alone.

    `resident_bytes` counts shared pages once for each process, and so is never too little.
    """

    processes: int  # with their threads
    cpu_s: float
    resident_bytes: int
    scratch_left_bytes: int
    files: int


class Watch:
    """What the watchdog saw: `tripped` is empty, or the limit that ended the submission."""

    tripped = ""


@contextlib.contextmanager
def watchdog(sandbox: WarmSandbox, limits: Limits) -> Iterator[Watch]:
    """Watch `sandbox` from before its kernel starts until the end of the block."""
    watch, done = Watch(), threading.Event()
    before_s = usage(sandbox.root, limits.processes).cpu_s
    thread = threading.Thread(
        target=_guard, args=(sandbox, limits, before_s, watch, done), name="watchdog", daemon=True
    )
    thread.start()
    try:
        yield watch
    finally:
        done.set()
        thread.join()


def _guard(sandbox: WarmSandbox, limits: Limits, before_s: float, watch: Watch, done: threading.Event) -> None:
    scales, patience = _Scales(sandbox.root, limits.memory_bytes), _PATIENCE_SAMPLES
    while not done.wait(_SAMPLE_EVERY_S):
        try:
            now = usage(sandbox.root, limits.processes)
        except OSError:  # the sandbox is gone
            return
        watch.tripped = watch.tripped or exceeded(now, limits, before_s)
        if not watch.tripped and now.resident_bytes > limits.memory_bytes and scales.too_heavy():
            watch.tripped = "memory"
        if watch.tripped:
            sandbox.strike()
            patience -= 1
        # Among hundreds of processes that fork the fork server's turn comes late; from outside they end at once.
        if watch.tripped == "processes" or not patience:
            sandbox.end()
            return


def exceeded(now: Usage, limits: Limits, before_s: float) -> str:
    """The limit that is exceeded, memory apart, or nothing. `before_s`: CPU time that was used before."""
    if now.processes > limits.processes:
        return "processes"
    if now.cpu_s - before_s > limits.cpu_time_s:
        return "cpu"
    return "disk" if now.scratch_left_bytes < _FULL_BYTES or now.files > _MOST_FILES else ""


def usage(root: Path, most: int) -> Usage:
    """What one look into the sandbox's own process table shows; where there are more than `most` processes, only that.

    Raises OSError where the sandbox is gone.
    """
    pids = _processes(root)
    if len(pids) > most:
        return Usage(len(pids), 0.0, 0, 0, 0)
    threads = ticks = pages = 0
    for pid in pids:
        with contextlib.suppress(OSError):  # it has ended meanwhile
            fields = (root / "proc" / pid / "stat").read_text(errors="replace").rpartition(")")[2].split()
            ticks += sum(int(field) for field in fields[11:15])  # user, system, and both of children waited for
            if pid != "1":
                threads += int(fields[17])
                pages += int(fields[21])
    scratch, shared = (os.statvfs(f"{root}{folder}") for folder in (SCRATCH, SHARED))
    files = sum(place.f_files - place.f_ffree for place in (scratch, shared))
    left_bytes = scratch.f_bavail * scratch.f_frsize
    return Usage(threads, ticks / _TICKS_PER_S, pages * _PAGE_BYTES, left_bytes, files)


class _Scales:
    """Weighs the processes beside the watchdog's rounds: one that forks without end can keep a weighing waiting."""

    def __init__(self, root: Path, most_bytes: int):
        self._root, self._most_bytes = root, most_bytes
        self._held: list[int] = []
        self._thread: threading.Thread | None = None
        self._until = 0.0

    def too_heavy(self) -> bool:
        """Whether they were last found too heavy, or cannot be weighed. Begins another weighing where none goes on."""
        if self._thread is None or not self._thread.is_alive():
            if any(held > self._most_bytes for held in self._held):
                return True
            self._until = time.monotonic() + _WEIGHING_TIMEOUT_S
            self._thread = threading.Thread(target=self._weigh, daemon=True)
            self._thread.start()
        return time.monotonic() > self._until

    def _weigh(self) -> None:
        """A process that comes or goes meanwhile shifts the others' shares, so a weighing holds only where the next one
        finds the same processes; where they never stay the same, the heaviest counts."""
        with contextlib.suppress(OSError):  # the sandbox is gone
            weighings = [held_kilobytes(self._root)]
            while len(weighings) < _MOST_WEIGHINGS:
                weighings.append(held_kilobytes(self._root))
                if weighings[-1].keys() == weighings[-2].keys():
                    weighings = weighings[-2:-1]
                    break
            self._held.append(1024 * max(sum(weighing.values()) for weighing in weighings))


def held_kilobytes(root: Path) -> dict[str, int]:
    """By process, its share of the memory and swap that the submission holds; without files and fork server. Their sum
    counts each shared page once.

    A kernel begins by sharing the fork server's pages. What it shares with it is the fork server's, and is taken off as
    the share of process 1, which is below zero.
    """
    held = {}
    for pid in _processes(root):
        with contextlib.suppress(OSError):
            rollup = (root / "proc" / pid / "smaps_rollup").read_text().splitlines()[1:]
            kilobytes = {name: int(value.split()[0]) for name, _, value in (line.partition(":") for line in rollup)}
            own = kilobytes["Pss_Anon"] + kilobytes["Pss_Shmem"] + kilobytes["SwapPss"]
            held[pid] = own if pid != "1" else kilobytes["Pss_Anon"] - kilobytes["Anonymous"]
    return held


def _processes(root: Path) -> list[str]:
    return [name for name in os.listdir(root / "proc") if name.isdigit()]
