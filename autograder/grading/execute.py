"""Run one normalised notebook in a kernel of its own and bring back what happened and the evidence it left."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import stat
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode

from autograder.course import Limits
from autograder.grading.kernel import KernelStartError, Workplace, environment, running_kernel, stop
from autograder.grading.release import SKIP_TAG, part_of

OUTPUT_BYTES = 200_000  # of one cell; what a cell writes beyond it is dropped as it comes
_INTERRUPT_GRACE_S = 10  # a cell that is still busy this long after an interrupt does not mean to stop
_TIMED_OUT = "CellTimedOut"


@dataclass(frozen=True)
class Task:
    """What a worker needs to run one notebook: plain data, so that it can travel.

    `inputs` are the sealed inputs and `data` the public splits of the data sets, archives by file name. `seed` None
    leaves the notebook its own seed; an empty `budget` leaves it its own budget. `files` stand in the folder where the
    notebook runs, by their path there.
    """

    notebook_json: str
    inputs: Mapping[str, bytes]
    seed: int | None
    one_thread: bool = False
    data: Mapping[str, bytes] = field(default_factory=dict)
    budget: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class CellRun:
    """What happened to one executed cell: ok, error, timeout or died. A plain cell has no `grade_id`.

    `outputs` are the cell's, as nbformat has them, of a cell with a `grade_id`; a hostile notebook chose them.
    """

    index: int
    grade_id: str
    outcome: str
    ename: str = ""
    evalue: str = ""
    seconds: float = 0.0
    outputs: tuple[Mapping, ...] = ()


@dataclass(frozen=True)
class Execution:
    """One notebook's run.

    `ended` says why the notebook stopped early: empty, `died` (by itself), `stopped` (it would not be interrupted) or
    `timeout` (of the whole notebook). `evidence` holds archives by exercise slug; `refused` says, by slug, why evidence
    was not taken. `fault` is a grader's fault, and everything else is empty then. `seconds` is wall time.
    """

    cells: tuple[CellRun, ...] = ()
    evidence: Mapping[str, bytes] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    ended: str = ""
    fault: str = ""
    seconds: float = 0.0


class Interrupted(Exception):
    """The run was asked to stop."""


class _BoundedClient(NotebookClient):
    """Keeps only the first `OUTPUT_BYTES` of a cell's output: a cell may write without end."""

    kept = 0

    def output(self, outs, msg, display_id, cell_index):
        size = len(str(msg["content"]))
        if self.kept + size > OUTPUT_BYTES:
            return None
        self.kept += size
        return super().output(outs, msg, display_id, cell_index)


def execute(
    task: Task, limits: Limits, asked_to_stop: threading.Event | None = None, *, one_thread: bool = False
) -> Execution:
    """Run `task` under `limits`. Raises `Interrupted`, the kernel gone, once `asked_to_stop` is set."""
    begun = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="autograder-"))
    try:
        place = Workplace(folder)
        place.lay_out(task.inputs, task.data, task.files)
        variables = environment(place, task.seed, task.budget, one_thread or task.one_thread)
        cells, ended = asyncio.run(_watched(_run(task, place, variables, limits), asked_to_stop))
        evidence, refused = gather_evidence(place.evidence, limits.evidence_bytes)
        return Execution(tuple(cells), evidence, refused, ended, seconds=time.monotonic() - begun)
    except KernelStartError as error:
        return Execution(fault=str(error), seconds=time.monotonic() - begun)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def gather_evidence(folder: Path, max_bytes: int) -> tuple[dict[str, bytes], dict[str, str]]:
    """The archives in `folder` by exercise slug, and by slug why one was refused. Follows no link, opens no device."""
    evidence, refused = {}, {}
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        paths = sorted(folder.glob("*.npz"))
    except OSError:  # the notebook removed or locked the folder: then there is no evidence
        return {}, {}
    for path in paths:
        try:
            handle = os.open(path, flags)
        except OSError:
            refused[path.stem] = "the evidence is a link or cannot be opened"
            continue
        try:
            data = _read_regular(handle, max_bytes + 1)
        finally:
            os.close(handle)
        if data is None:
            refused[path.stem] = "the evidence is not an ordinary file"
        elif len(data) > max_bytes:
            refused[path.stem] = f"the evidence is larger than the {max_bytes} bytes allowed"
        else:
            evidence[path.stem] = data
    return evidence, refused


def _read_regular(handle: int, max_bytes: int) -> bytes | None:
    """Up to `max_bytes` of an open file, None if it is no regular one."""
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        return None
    with os.fdopen(handle, "rb", closefd=False) as stream:
        return stream.read(max_bytes)


async def _watched(work, asked_to_stop: threading.Event | None):
    """`work`'s result; cancels it, and waits for its cleaning up, once `asked_to_stop` is set."""
    task = asyncio.ensure_future(work)
    while not task.done():
        await asyncio.wait({task}, timeout=0.2)
        if asked_to_stop is not None and asked_to_stop.is_set() and not task.done():
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            raise Interrupted
    return task.result()


async def _run(task: Task, place: Workplace, variables: Mapping[str, str], limits: Limits) -> tuple[list[CellRun], str]:
    notebook = nbformat.reads(task.notebook_json, as_version=nbformat.NO_CONVERT)
    async with running_kernel(place, variables, limits.kernel_startup_timeout_s) as (manager, kernel):
        client = _BoundedClient(notebook, km=manager, allow_errors=True, interrupt_on_timeout=True)
        client.error_on_timeout = {"ename": _TIMED_OUT, "evalue": "", "traceback": []}
        client.log.disabled = True  # what it reports is in the result
        client.kc = kernel
        client.kc.allow_stdin = False
        if task.seed is not None:
            await _prologue(client, task.seed, limits)
        return await _run_cells(client, manager, limits)


async def _prologue(client: NotebookClient, seed: int, limits: Limits) -> None:
    """Fix the seed before the notebook's first cell; not trusted to the notebook."""
    source = f"__import__('keras').utils.set_random_seed({seed})"
    cell = nbformat.v4.new_code_cell(source)
    client.nb.cells.insert(0, cell)  # nbclient puts a cell it has run back into its place in the notebook
    run = await _run_cell(client, 0, cell, limits.kernel_startup_timeout_s)
    del client.nb.cells[0]
    if run.outcome != "ok":
        raise KernelStartError(f"the kernel could not set its seed: {run.outcome} {run.ename} {run.evalue}".rstrip())


async def _run_cells(client: NotebookClient, manager: AsyncKernelManager, limits: Limits) -> tuple[list[CellRun], str]:
    runs: list[CellRun] = []
    deadline = time.monotonic() + limits.total_timeout_s
    for index, cell in enumerate(client.nb.cells):
        if cell.cell_type != "code" or not cell.source.strip() or SKIP_TAG in cell.metadata.get("tags", ()):
            continue
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            return runs, "timeout"
        run = await _run_cell(client, index, cell, min(limits.cell_timeout_s, left_s))
        runs.append(run)
        if run.outcome == "died":
            return runs, "died"
        if run.outcome == "timeout" and not await _answers(client):
            await stop(manager)
            return runs, "stopped"
    return runs, ""


async def _run_cell(client: NotebookClient, index: int, cell: NotebookNode, timeout_s: float) -> CellRun:
    replies: list[dict] = []
    client.on_cell_executed = lambda cell, cell_index, execute_reply: replies.append(execute_reply)
    client.timeout = max(1, round(timeout_s))
    client.kept = 0
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    begun = time.monotonic()
    try:
        await client.async_execute_cell(cell, index)
        outcome, reply = "ok", replies[0]["content"]
    except DeadKernelError:
        outcome, reply = "died", {}
    except Exception as error:  # a message from the kernel that nbclient cannot digest; the cell is lost, not the run
        outcome, reply = "error", {"ename": type(error).__name__, "evalue": "the cell's messages cannot be read"}
    seconds = time.monotonic() - begun
    if reply.get("status") == "error":
        outcome = "timeout" if reply.get("ename") == _TIMED_OUT and seconds >= client.timeout else "error"
    ename, evalue = str(reply.get("ename", ""))[:100], str(reply.get("evalue", ""))[:300]
    if outcome == "timeout":
        ename, evalue = "", f"stopped after {client.timeout} s"
    outputs = tuple(cell.outputs) if grade_id else ()
    return CellRun(index, grade_id, outcome, ename, evalue, round(seconds, 3), outputs)


async def _answers(client: NotebookClient) -> bool:
    """Whether the kernel is idle again after an interrupt: an empty request waits behind the cell."""
    message_id = client.kc.execute("", silent=True)
    deadline = time.monotonic() + _INTERRUPT_GRACE_S
    while (left_s := deadline - time.monotonic()) > 0:
        with contextlib.suppress(Exception):  # Empty: no message yet; the deadline decides
            message = await client.kc.get_shell_msg(timeout=left_s)
            if message["parent_header"].get("msg_id") == message_id:
                return True
    return False


def cells_of(execution: Execution, exercise: str, role: str) -> list[CellRun]:
    """The runs of an exercise's `solution` or `check` cells."""
    return [run for run in execution.cells if part_of(run.grade_id) == (role, exercise)]
