"""How fast the engine grades, beside stock nbgrader and beside the students' own compute; ratios of one run.

    python -m tests.benchmarks.engine [--only limit] [--session 36] [--workers 2] [--submissions 6] [--beside-stock 4]
        [--trivial 100] [--repeat 3]

Prints medians and the peak memory (unshared and shared, of all processes of a run). Sampling memory is part of no
measured time worth naming. Let nothing else run on the machine.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from datetime import date
from itertools import product
from pathlib import Path

import psutil

from autograder.course import Session, load_course
from autograder.grading.worker import settle_isolation
from tests.benchmarks.classes import TRIVIAL, graded_class, session_class, trivial_class

_SAMPLE_S = 0.25
_MEMORY = """
import sys, psutil
from contextlib import ExitStack
import nbformat
from autograder.course import load_course
from autograder.grading.execute import Task
from autograder.grading.worker import open_worker

def unshared():
    return sum(p.memory_full_info().uss for p in psutil.Process().children(recursive=True))

cell = nbformat.v4.new_code_cell("x = 1")
task = Task(nbformat.writes(nbformat.v4.new_notebook(cells=[cell])), {}, None)
with ExitStack() as stack:
    sizes = []
    for _ in range(3):  # libraries count as the first worker's own until a second maps them too
        worker = stack.enter_context(open_worker(sys.argv[1], load_course().limits, one_thread=True))
        assert not worker.run(task).fault
        sizes.append(unshared())
print(sizes[2] - sizes[1])
"""


def timed(command: list[str], folder: Path) -> tuple[float, int]:
    """Wall time in seconds of a command, and the most memory in bytes that it and its children took together."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "PYTHONPATH": os.getcwd(), "AUTOGRADER_OFFLINE": "1"}
    begun = time.monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said)
        peak = [0]
        sampler = threading.Thread(target=_sample, args=(process.pid, peak), daemon=True)
        sampler.start()
        code = process.wait()
        seconds = time.monotonic() - begun
        said.seek(0)
        if code:
            raise SystemExit(f"{' '.join(command)} failed: {said.read().decode()[-2000:]}")
    return seconds, peak[0]


def _sample(pid: int, peak: list[int]) -> None:
    """Proportional set sizes: what several processes share counts once."""
    while psutil.pid_exists(pid):
        total = 0
        try:
            processes = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        except psutil.Error:
            return
        for process in processes:
            try:
                total += process.memory_full_info().pss
            except psutil.Error:
                continue
        peak[0] = max(peak[0], total)
        time.sleep(_SAMPLE_S)


def repeated(times: int, **measures: Callable[[], tuple[float, int]]) -> dict[str, tuple[float, int]]:
    """By name, the median of the seconds and the largest of the peaks.

    They take turns: a machine whose speed changes from minute to minute changes it for all of them.
    """
    measured = [{name: measure() for name, measure in measures.items()} for _ in range(times)]
    found = {}
    for name in measures:
        seconds, peaks = zip(*(turn[name] for turn in measured), strict=True)
        found[name] = statistics.median(seconds), max(peaks)
    return found


def ours(folder: Path, workers: int, *more: str) -> tuple[float, int]:
    """The whole command, from a bare start to the written report."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "autograder", "grade", str(folder / "submitted"), "--out", out, *more]
        return timed([*command, "--workers", str(workers), "--seed", "1"], Path.cwd())


def stock(folder: Path, assignment: str) -> tuple[float, int]:
    """`nbgrader autograde`, one notebook after the other; what was assigned before is not measured again."""
    return timed([sys.executable, "-m", "nbgrader", "autograde", assignment, "--force"], folder)


def limit(folder: Path, workers: int) -> tuple[float, int]:
    """The students' cells alone; the time is told by the script, which does not count its own imports."""
    notebooks = [str(path) for path in sorted((folder / "submitted").glob("*/*/*.ipynb"))]
    command = [sys.executable, "-m", "tests.benchmarks.bare_cells", str(workers), *notebooks]
    environment = {**os.environ, "AUTOGRADER_OFFLINE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise SystemExit(f"the limit could not be measured: {done.stderr[-2000:]}")
    return float(done.stdout), 0


def limit_row(session: Session, each: int, repeat: int, workers: int) -> Iterable[tuple]:
    """The engine beside the students' own compute.

    Every worker has `each` notebooks, so that a run takes about as long with few workers as with many. What the engine
    spends once a run, on imports above all, weighs the less the more there are.
    """
    with tempfile.TemporaryDirectory() as name:
        folder, count = Path(name), each * workers
        session_class(folder, session, count)
        found = repeated(
            repeat,
            limit=lambda: limit(folder, workers),
            ours=lambda: ours(folder, workers, "--session", session.id),
        )
        what = f"session {session.id}, {count} notebooks, {workers} at a time: over the limit"
        yield _row(what, found["ours"], found["limit"], 1, "≤ 1.15")


def stock_row(session: Session, count: int, repeat: int) -> Iterable[tuple]:
    """Stock nbgrader beside the engine with two workers."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        session_class(folder, session, count)
        timed([sys.executable, "-m", "nbgrader", "generate_assignment", session.stem], folder)
        found = repeated(
            repeat,
            ours=lambda: ours(folder, 2, "--session", session.id),
            stock=lambda: stock(folder, session.stem),
        )
        memory = f"{found['stock'][1] / 1e9:.1f} GB"
        what = f"session {session.id}, {count} notebooks, 2 at a time: stock nbgrader ({memory}) over ours"
        yield _row(what, found["ours"], found["stock"], -1, "≥ 2")


def _row(what: str, our: tuple[float, int], beside: tuple[float, int], power: int, asked: str) -> tuple:
    ratio = (our[0] / beside[0]) ** power
    return what, f"{our[0]:.1f} s", f"{beside[0]:.1f} s", ratio, asked, our[1]


def trivial_rows(count: int, repeat: int, cores: int) -> Iterable[tuple]:
    """Notebooks that compute nothing: the engine's own cost."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        trivial_class(folder, count)
        timed([sys.executable, "-m", "nbgrader", "generate_assignment", TRIVIAL], folder)
        found = repeated(
            repeat,
            ours=lambda: ours(folder, cores, "--source", str(folder)),
            stock=lambda: stock(folder, TRIVIAL),
        )
        yield _row(f"{count} trivial notebooks: stock over ours", found["ours"], found["stock"], -1, "≥ 7")


def unchanged_row(session: Session, repeat: int) -> Iterable[tuple]:
    """A class that is graded already."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        out = graded_class(folder, session, 100)
        command = [sys.executable, "-m", "autograder", "grade", str(folder / "submitted"), "--out", str(out)]
        again = {"again": lambda: timed([*command, "--session", session.id], Path.cwd())}
        seconds, peak = repeated(repeat, **again)["again"]
        yield "100 unchanged notebooks, graded again", f"{seconds:.2f} s", "", seconds, "< 1 s", peak


def memory_row(isolation: str) -> Iterable[tuple]:
    """What one more worker holds for itself."""
    done = subprocess.run([sys.executable, "-c", _MEMORY, isolation], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"the memory of a worker could not be measured: {done.stderr[-2000:]}")
    megabytes = int(done.stdout) / 1e6
    yield "one warm worker more, unshared memory", f"{megabytes:.0f} MB", "", megabytes, "≤ 450 MB", 0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parts = ("limit", "stock", "trivial", "unchanged", "memory")
    parser.add_argument("--only", action="append", choices=parts, help="may be given several times [default: all]")
    parser.add_argument("--session", action="append", help="may be given several times [default: every session]")
    parser.add_argument("--workers", type=int, action="append", help="beside the limit [default: 1, 2, one a core]")
    parser.add_argument("--submissions", type=int, default=6, help="beside the limit, for each worker")
    parser.add_argument("--beside-stock", type=int, default=4, help="submissions beside stock nbgrader")
    parser.add_argument("--trivial", type=int, default=100)
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    os.environ.setdefault("AUTOGRADER_BUDGET", "fast")
    isolation, cores, course = settle_isolation("auto"), os.cpu_count() or 1, load_course()
    sessions = [course.session(s) for s in arguments.session] if arguments.session else list(course.sessions)
    print(
        f"{date.today()}, {platform.machine()}, {cores} cores, {psutil.virtual_memory().total / 1e9:.0f} GB, "
        f"Python {platform.python_version()}, {isolation}, budget {os.environ['AUTOGRADER_BUDGET']}; "
        f"medians of {arguments.repeat}\n"
    )
    print("| what | ours | beside | ratio | asked | peak memory |\n|---|---|---|---|---|---|")
    for part in arguments.only or parts:
        if part == "limit":
            for session, workers in product(sessions, arguments.workers or sorted({1, 2, cores})):
                _print(limit_row(session, arguments.submissions, arguments.repeat, workers))
        elif part == "stock":
            for session in sessions:
                _print(stock_row(session, arguments.beside_stock, arguments.repeat))
        elif part == "trivial":
            _print(trivial_rows(arguments.trivial, arguments.repeat, cores))
        elif part == "unchanged":
            _print(unchanged_row(sessions[0], arguments.repeat))
        else:
            _print(memory_row(isolation))


def _print(rows: Iterable[tuple]) -> None:
    for what, our, beside, ratio, asked, peak in rows:
        memory = f"{peak / 1e9:.1f} GB" if peak else ""
        print(f"| {what} | {our} | {beside} | {ratio:.2f} | {asked} | {memory} |", flush=True)


if __name__ == "__main__":
    main()
