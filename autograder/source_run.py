"""Running the instructor's notebook: every cell, top to bottom, in a kernel of its own."""

from __future__ import annotations

import copy
import os
import re
import subprocess
import tempfile
from collections.abc import Callable

from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from autograder.source import Source

CELL_TIMEOUT_S = 1200
STARTUP_TIMEOUT_S = 180
MAY_RAISE = "raises-exception"  # the tag by which Jupyter lets a cell fail
_WIDGET = "application/vnd.jupyter.widget-view+json"  # a progress bar: nothing to see without the kernel that drew it
# What TensorFlow's C++ side and absl write to stderr at start-up, whatever the log level.
_NOISE = re.compile(
    r"WARNING: All log messages before absl::InitializeLog|[IWEF]0000 00:00:\d|[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+ "
    r"|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: [IWEF] |To enable the following instructions: "
)


def run_notebook(source: Source, notebook: NotebookNode, say: Callable[[str], None]) -> NotebookNode:
    """A copy of `notebook` with the outputs of all its cells.

    The fast budget and the embedded data are used, in an empty folder. Raises `AuthorError` at the line of the cell
    that fails, or that writes to stderr: a warning frightens beginners, and nbgrader scores a check cell 0 for it.
    """
    executed = copy.deepcopy(notebook)
    started: list[int] = []
    client = NotebookClient(
        executed,
        timeout=CELL_TIMEOUT_S,
        startup_timeout=STARTUP_TIMEOUT_S,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        skip_cells_with_tag="",  # no cell bears this tag: what is only shown is run here too
        on_cell_start=lambda cell, cell_index: started.append(cell_index),
    )
    say(f"{source.name}: running its {len(notebook.cells)} cells")
    with tempfile.TemporaryDirectory() as folder:
        client.resources = {"metadata": {"path": folder}}
        try:
            client.execute(env=_environment(), stderr=subprocess.DEVNULL)  # the kernel's own; cells have theirs
        except (CellControlSignal, CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            raise _failure(source, executed, started[-1] if started else 0, error) from error
    executed.metadata = copy.deepcopy(notebook.metadata)  # a run adds the version of Python
    for origin, cell in zip(source.cells, executed.cells, strict=True):
        if cell.cell_type == "code":
            cell.outputs = [output for output in map(_without_noise, cell.outputs) if output is not None]
            _nothing_on_stderr(source, origin.line, cell)
    return executed


def error_cells(notebook: NotebookNode) -> list[int]:
    """The indices of the cells that hold an error or a warning they may not have."""
    return [
        index
        for index, cell in enumerate(notebook.cells)
        if MAY_RAISE not in cell.metadata.get("tags", [])
        and any(output.output_type == "error" or output.get("name") == "stderr" for output in cell.get("outputs", []))
    ]


def _environment() -> dict[str, str]:
    ours = {"AUTOGRADER_BUDGET": "fast", "AUTOGRADER_EMBEDDED": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}
    return {key: value for key, value in os.environ.items() if not key.startswith("AUTOGRADER_")} | ours


def _failure(source: Source, executed: NotebookNode, index: int, error: Exception) -> Exception:
    raised = [output for output in executed.cells[index].get("outputs", []) if output.output_type == "error"]
    if raised:
        what = f"the cell raised {raised[0].ename}: {raised[0].evalue}"
    else:
        what = f"the cell did not finish ({type(error).__name__})"
    return source.error(source.cells[index].line, what, "mend it, or tag it raises-exception where it is meant to fail")


def _without_noise(output: NotebookNode) -> NotebookNode | None:
    if _WIDGET in output.get("data", {}):
        return None
    if output.output_type != "stream" or output.name != "stderr":
        return output
    output.text = "".join(line for line in output.text.splitlines(keepends=True) if not _NOISE.match(line))
    return output if output.text.strip() else None


def _nothing_on_stderr(source: Source, line: int, cell: NotebookNode) -> None:
    said = [output.text.strip() for output in cell.outputs if output.get("name") == "stderr"]
    if said and MAY_RAISE not in cell.metadata.get("tags", []):
        first = said[0].splitlines()[0]
        raise source.error(
            line, f"the cell wrote to stderr ({first})", "mend its cause: a built notebook has no warnings"
        )
