"""Run one normalised notebook in a kernel of its own and bring back what happened and the evidence it left."""

from __future__ import annotations

import asyncio
import contextlib
import os
import stat
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelClient, AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from autograder.course import Limits
from autograder.grading.kernel import KernelStartError, stop
from autograder.grading.release import SKIP_TAG, part_of

OUTPUT_BYTES = 200_000  # of one cell; what a cell writes beyond it is dropped as it comes
_INTERRUPT_GRACE_S = 10  # a cell that is still busy this long after an interrupt does not mean to stop
_LAST_WORD_S = 5  # within which a cell's last output must follow its reply
_MAX_ARCHIVES = 200
_DECISIVE = ("error", "execute_result")  # a cell that could print them away would pass by nbgrader's rule
_TIMED_OUT = "CellTimedOut"
_LEAVING = "ask_exit"  # what a kernel's reply holds after exit() or quit()
_PROLOGUE = "__import__('autograder.quick_training', fromlist=['prepare']).prepare({seed})"


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
    data: Mapping[str, bytes] = field(default_factory=dict)
    budget: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class CellRun:
    """What happened to one executed cell: ok, error, timeout, output (too much of it) or died.

    A plain cell has no `grade_id`. `outputs` are the cell's, as
    nbformat has them, of a cell with a `grade_id`; a hostile notebook chose them.
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

    `ended` says why the notebook stopped early: empty, `died` (by itself), `stopped` (it would not be interrupted),
    `timeout` (of the whole notebook), the limit it exceeded (`memory`, `processes`, `cpu`, `disk`, `output`), or
    `worker_died` (the sandbox under it). `evidence` holds archives by exercise slug; `refused` says, by slug, why
    evidence was not taken. `fault` is a grader's fault, and everything else is empty then. `seconds` is wall time.
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
    """Keeps the first `OUTPUT_BYTES` of a cell's output, and ends a cell that writes more than `output_bytes`."""

    written = 0
    output_bytes = 0
    flooded: asyncio.Task | None = None

    def begin_cell(self) -> None:
        if self.flooded is not None:
            self.flooded.cancel()
        self.written, self.flooded = 0, None

    def process_message(self, msg, cell, cell_index):
        if msg["msg_type"] != "status":
            self.written += len(str(msg["content"]))
            if self.written > self.output_bytes and self.flooded is None:
                self.flooded = asyncio.ensure_future(self._end_cell())
            if self.written > OUTPUT_BYTES and msg["msg_type"] not in _DECISIVE:
                return None
        return super().process_message(msg, cell, cell_index)

    async def _end_cell(self) -> None:
        await self.km.interrupt_kernel()
        await asyncio.sleep(_INTERRUPT_GRACE_S)
        await self.km.provisioner.kill()


async def run_notebook(
    task: Task, manager: AsyncKernelManager, kernel: AsyncKernelClient, limits: Limits
) -> tuple[tuple[CellRun, ...], str]:
    """The runs of the notebook's cells in a kernel that is ready, and why it ended early, if it did."""
    notebook = nbformat.reads(task.notebook_json, as_version=nbformat.NO_CONVERT)
    client = _BoundedClient(notebook, km=manager, allow_errors=True, interrupt_on_timeout=True)
    client.error_on_timeout = {"ename": _TIMED_OUT, "evalue": "", "traceback": []}
    client.iopub_timeout, client.raise_on_iopub_timeout = _LAST_WORD_S, True
    client.output_bytes = limits.output_bytes
    client.log.disabled = True  # what it reports is in the result
    client.kc = kernel
    try:
        if task.seed is not None:
            await _prologue(client, task.seed, limits)
        return await _run_cells(client, manager, limits)
    finally:
        client.begin_cell()


def gather_evidence(folder: Path | int, max_bytes: int) -> tuple[dict[str, bytes], dict[str, str]]:
    """The archives in `folder` by exercise slug, and by slug why one was refused. Follows no link, opens no device.

    `folder` may be an open descriptor: what has come to stand in its place since is then not looked at.
    """
    evidence, refused = {}, {}
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".npz"))[:_MAX_ARCHIVES]
    except OSError:  # the notebook removed or locked the folder: then there is no evidence
        return {}, {}
    for name in names:
        slug = name.removesuffix(".npz")
        try:
            handle = os.open(name, flags, dir_fd=folder) if isinstance(folder, int) else os.open(folder / name, flags)
        except OSError:
            refused[slug] = "the evidence is a link or cannot be opened"
            continue
        try:
            data = _read_regular(handle, max_bytes + 1)
        finally:
            os.close(handle)
        if data is None:
            refused[slug] = "the evidence is not an ordinary file"
        elif len(data) > max_bytes:
            refused[slug] = f"the evidence is larger than the {max_bytes} bytes allowed"
        else:
            evidence[slug] = data
    return evidence, refused


def _read_regular(handle: int, max_bytes: int) -> bytes | None:
    """Up to `max_bytes` of an open file, None if it is no regular one."""
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        return None
    with os.fdopen(handle, "rb", closefd=False) as stream:
        return stream.read(max_bytes)


async def until_stopped(work, asked_to_stop: threading.Event | None):
    """`work`'s result; cancels it, waits for its cleaning up and raises `Interrupted` once `asked_to_stop` is set."""
    task = asyncio.ensure_future(work)
    while not task.done():
        await asyncio.wait({task}, timeout=0.2)
        if asked_to_stop is not None and asked_to_stop.is_set() and not task.done():
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            raise Interrupted
    return task.result()


async def _prologue(client: _BoundedClient, seed: int, limits: Limits) -> None:
    """Before the notebook's first cell: its seed, not trusted to the notebook, and quick short trainings."""
    cell = nbformat.v4.new_code_cell(_PROLOGUE.format(seed=seed))
    client.nb.cells.insert(0, cell)  # nbclient puts a cell it has run back into its place in the notebook
    run = await _run_cell(client, 0, cell, limits.kernel_startup_timeout_s)
    del client.nb.cells[0]
    if run.outcome != "ok":
        raise KernelStartError(f"the kernel could not be prepared: {run.outcome} {run.ename} {run.evalue}".rstrip())


async def _run_cells(
    client: _BoundedClient, manager: AsyncKernelManager, limits: Limits
) -> tuple[tuple[CellRun, ...], str]:
    runs: list[CellRun] = []
    deadline = time.monotonic() + limits.total_timeout_s
    for index, cell in enumerate(client.nb.cells):
        if cell.cell_type != "code" or not cell.source.strip() or SKIP_TAG in cell.metadata.get("tags", ()):
            continue
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            return tuple(runs), "timeout"
        run = await _run_cell(client, index, cell, min(limits.cell_timeout_s, left_s))
        runs.append(run)
        if run.outcome == "died":
            await stop(manager)
            return tuple(runs), "died" if client.flooded is None else "output"
        if run.outcome in ("timeout", "output") and not await _answers(client):
            await stop(manager)
            return tuple(runs), "stopped" if run.outcome == "timeout" else "output"
    return tuple(runs), ""


async def _run_cell(client: _BoundedClient, index: int, cell: NotebookNode, timeout_s: float) -> CellRun:
    replies: list[dict] = []
    client.on_cell_executed = lambda cell, cell_index, execute_reply: replies.append(execute_reply)
    client.timeout = max(1, round(timeout_s))
    client.begin_cell()
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    begun = time.monotonic()
    try:
        await client.async_execute_cell(cell, index)
        outcome, reply = "ok", replies[0]["content"]
    except DeadKernelError:
        outcome, reply = "died", {}
    except CellTimeoutError:  # the end of its output did not come: it does not stop, or a message was too large to take
        late = time.monotonic() - begun >= client.timeout + _LAST_WORD_S
        outcome, reply = "timeout" if late else "output", {}
    except Exception as error:  # a message from the kernel that nbclient cannot digest; the cell is lost, not the run
        outcome, reply = "error", {"ename": type(error).__name__, "evalue": "the cell's messages cannot be read"}
    seconds = time.monotonic() - begun
    if reply.get("status") == "error":
        outcome = "timeout" if reply.get("ename") == _TIMED_OUT and seconds >= client.timeout else "error"
    if client.flooded is not None and outcome != "died":
        outcome = "output"
    if any(isinstance(asked, dict) and asked.get("source") == _LEAVING for asked in reply.get("payload") or ()):
        outcome = "died"  # it goes within milliseconds: whether the next cell still runs must not be left to chance
    ename, evalue = str(reply.get("ename", ""))[:100], str(reply.get("evalue", ""))[:300]
    if outcome == "output":
        ename, evalue = "", f"it wrote more than {client.output_bytes} bytes"
    if outcome == "timeout":
        ename, evalue = "", f"stopped after {client.timeout} s"
    outputs = tuple(cell.outputs) if grade_id else ()
    return CellRun(index, grade_id, outcome, ename, evalue, round(seconds, 3), outputs)


async def _answers(client: _BoundedClient) -> bool:
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
