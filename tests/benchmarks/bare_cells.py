"""The limit that the engine is measured against: the students' own cells as plain scripts in already warm processes.

    python -m tests.benchmarks.bare_cells WORKERS NOTEBOOK...

Each of WORKERS processes imports what notebooks use, then takes its share: a fork a notebook runs its cells, without
kernel, sandbox, checks or judge. Prints the wall time in seconds from the moment on when all of them are warm.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from importlib import import_module

from autograder.grading.release import SKIP_TAG, part_of
from autograder.grading.sandbox import ONE_THREAD

_MODULES = ("tensorflow", "keras", "sklearn.datasets", "sklearn.metrics", "matplotlib.pyplot", "autograder.exercises")


def scripts(path: str) -> list[str]:
    """The cells of a notebook that grading runs, but for the checks, as plain Python."""
    from IPython.core.inputtransformer2 import TransformerManager

    with open(path, encoding="utf-8") as stream:
        cells = [cell for cell in json.load(stream)["cells"] if cell["cell_type"] == "code"]
    wanted = []
    for cell in cells:
        role, _ = part_of(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))
        if role != "check" and SKIP_TAG not in cell["metadata"].get("tags", ()):
            wanted.append(TransformerManager().transform_cell("".join(cell["source"])))
    return wanted


def serve(paths: list[str]) -> None:
    """One warm process: imports, says so, waits for its start, and runs the notebooks in forks of itself."""
    for name in _MODULES:
        import_module(name)
    work = [scripts(path) for path in paths]
    print("warm", flush=True)
    sys.stdin.readline()
    for cells in work:
        child = os.fork()
        if not child:
            _run(cells)
        _, status = os.waitpid(child, 0)
        if status:
            sys.exit("a notebook's cells failed")


def _run(cells: list[str]) -> None:
    code = 1
    try:
        os.chdir(tempfile.mkdtemp())
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        import_module("keras").utils.set_random_seed(1)
        names: dict = {"__name__": "__main__"}
        for cell in cells:
            exec(compile(cell, "cell", "exec"), names)
        code = 0
    finally:
        os._exit(code)


def main() -> None:
    """Start the processes, wait until all are warm, let them run, and print how long they took."""
    if sys.argv[1] == "serve":
        return serve(sys.argv[2:])
    workers, paths = int(sys.argv[1]), sys.argv[2:]
    environment = {**os.environ, "MPLBACKEND": "agg", "TF_CPP_MIN_LOG_LEVEL": "3"}
    if workers > 1:
        environment |= ONE_THREAD
    command = [sys.executable, "-m", "tests.benchmarks.bare_cells", "serve"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": environment}
    processes = [subprocess.Popen([*command, *paths[n::workers]], **pipes) for n in range(workers)]
    for process in processes:
        process.stdout.readline()
    begun = time.monotonic()
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.close()
    if any([process.wait() for process in processes]):
        sys.exit("the students' cells failed as plain scripts")
    print(time.monotonic() - begun)


if __name__ == "__main__":
    main()
