"""What a session costs a machine, in CPU seconds and memory: what grading runs, the same with checks, and "Run All".

    python -m tests.benchmarks.session_cost [--session 36] [--repeat 3]

Every repetition is a fresh process that runs the reference's cells as a plain script; medians are printed. In a grading
run a check cell only collects evidence; in a student's own it judges as well, and in a session's lesson more is run.
CPU seconds are of the process with all its threads; memory is the most that was resident, libraries included, in MB of
10^6 bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from autograder.cases import reference
from autograder.course import Session, load_course
from autograder.grading.judge import sealed_inputs
from autograder.grading.kernel import Workplace, environment
from autograder.grading.plan import data_sources
from autograder.grading.release import SKIP_TAG, course_root, part_of
from autograder.handed_out import archives

# Runs in the fresh process. The cells' output is not wanted; what was measured goes to a file.
_SCRIPT = """
import contextlib, io, json, resource, sys, time
work = json.load(open(sys.argv[1]))
measured = []
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
for label, source in work["cells"]:
    begun = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        result = shell.run_cell(source)
    if not result.success:
        sys.exit(f"{label}: {result.error_before_exec or result.error_in_exec!r}")
    measured.append((label, time.process_time() - begun))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
json.dump({"cells": measured, "peak_mb": peak}, open(sys.argv[2], "w"))
"""


def cells_of(session: Session, graded_only: bool) -> list[tuple[str, str]]:
    """The reference's code cells with a label each: `check 36.1`, `solution 36.1`, or `lesson`."""
    cells = [cell for cell in reference(course_root(), session).cells if cell.cell_type == "code"]
    if graded_only:
        cells = [cell for cell in cells if SKIP_TAG not in cell.metadata.get("tags", ())]
    labels = (" ".join(part_of(cell.metadata.get("nbgrader", {}).get("grade_id", ""))).strip() for cell in cells)
    return [(label or "lesson", cell.source) for label, cell in zip(labels, cells, strict=True)]


@dataclass(frozen=True)
class Cost:
    """One run: CPU seconds of each cell by its label, and the most memory that was resident, in MB."""

    cells: list[tuple[str, float]]
    peak_mb: float

    @property
    def seconds(self) -> float:
        return sum(seconds for _, seconds in self.cells)


def measure(session: Session, *, graded: bool, collect_only: bool) -> Cost:
    """A fresh process that runs the session's cells, with what a grading run gives a kernel if `collect_only`."""
    cells = cells_of(session, graded)
    variables = {**os.environ, "AUTOGRADER_BUDGET": "fast", "MPLBACKEND": "agg", "TF_CPP_MIN_LOG_LEVEL": "3"}
    with tempfile.TemporaryDirectory() as folder:
        if collect_only:
            place = Workplace(Path(folder))
            place.lay_out(sealed_inputs(session.id, 0, "fast"), archives(session, 0), {})
            variables |= environment(place, None, "fast", one_thread=False)
        work, measured = Path(folder, "work.json"), Path(folder, "measured.json")
        work.write_text(json.dumps({"cells": cells}))
        command = [sys.executable, "-c", _SCRIPT, str(work), str(measured)]
        done = subprocess.run(command, cwd=folder, env=variables, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            raise SystemExit(f"a cell of the reference failed: {done.stderr.strip().splitlines()[-1]}")
        return Cost(**json.loads(measured.read_text()))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--session", default="36")
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    session = load_course().session(arguments.session)
    kinds = {
        "cells that grading runs": {"graded": True, "collect_only": True},
        "the same, and judging": {"graded": True, "collect_only": False},
        "Run All": {"graded": False, "collect_only": False},
    }
    runs = {title: [measure(session, **kind) for _ in range(arguments.repeat)] for title, kind in kinds.items()}
    print(
        f"session {session.id}, the reference, budget fast, {data_sources(session.data)}, {os.cpu_count()} cores; "
        f"CPU seconds, largest peak in MB, n = {arguments.repeat}; seconds are medians"
    )
    for title, found in runs.items():
        seconds = statistics.median(cost.seconds for cost in found)
        print(f"{title:25} {seconds:7.2f} s {max(cost.peak_mb for cost in found):7.0f} MB")
    for exercise in session.exercises:
        for role in ("solution", "check"):
            label = f"{role} {exercise.id}"
            seconds = [sum(s for name, s in cost.cells if name == label) for cost in runs["the same, and judging"]]
            print(f"  {label:18} {statistics.median(seconds):7.2f}")


if __name__ == "__main__":
    main()
