"""A kernel of one's own for one notebook: private folders, a bare environment, and nothing left behind.

Here an ordinary, unprotected process is started; `worker.py` starts kernels in a sandbox. From `reached` on the line is
the same for both.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import sys
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jupyter_client import AsyncKernelClient, AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager

from autograder.course import Limits
from autograder.grading.sandbox import ONE_THREAD

_PASSED_ON = ("PATH", "SYSTEMROOT", "CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH", "XLA_FLAGS", "TF_ENABLE_ONEDNN_OPTS")
_MESSAGES_WAITING = 64
_MESSAGE_OVERHEAD_BYTES = 100_000
_BROADCAST_S = 0.2  # until then the kernel knows who listens


class KernelStartError(RuntimeError):
    """A kernel did not come up. Never the student's fault."""


@dataclass(frozen=True)
class Workplace:
    """The folders of one execution, under one private folder."""

    folder: Path

    @property
    def scratch(self) -> Path:
        """Where the notebook runs: its working folder and its home."""
        return self.folder / "scratch"

    @property
    def inputs(self) -> Path:
        """The sealed inputs, one archive an exercise."""
        return self.folder / "inputs"

    @property
    def evidence(self) -> Path:
        """What the notebook leaves for the judge."""
        return self.folder / "evidence"

    @property
    def data(self) -> Path:
        """The public splits of the data sets."""
        return self.folder / "data"

    def lay_out(self, inputs: Mapping[str, bytes], data: Mapping[str, bytes], files: Mapping[str, bytes]) -> None:
        """Make the folders; write sealed inputs and public data (archives by name) and the notebook's own files."""
        for folder in (self.scratch, self.inputs, self.evidence, self.data):
            folder.mkdir()
        for folder, contents in ((self.inputs, inputs), (self.data, data), (self.scratch, files)):
            for name, content in contents.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(content)


def environment(place: Workplace, seed: int | None, budget: str, one_thread: bool) -> dict[str, str]:
    """The environment of a kernel: what Python and TensorFlow need, and where sealed inputs and data lie.

    `seed` None leaves the notebook its own seed, an empty `budget` its own budget. `one_thread` keeps TensorFlow from
    taking the other workers' cores.
    """
    variables = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    variables |= {
        "HOME": str(place.scratch),
        "TMPDIR": str(place.scratch),
        "LANG": "C.UTF-8",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "AUTOGRADER_INPUTS": str(place.inputs),
        "AUTOGRADER_EVIDENCE": str(place.evidence),
        "AUTOGRADER_DATA": str(place.data),
    }
    if budget:
        variables["AUTOGRADER_BUDGET"] = budget
    if seed is not None:
        variables["AUTOGRADER_SEED"] = str(seed)
    return variables | (ONE_THREAD if one_thread else {})


def plain_manager(folder: Path) -> AsyncKernelManager:
    """The manager of an ordinary, unprotected kernel; it keeps its own file in `folder`."""
    # Only this Python's own ipykernel: a kernel spec that a user installed may point anywhere.
    specs = KernelSpecManager(kernel_dirs=[], ensure_native_kernel=True)
    return AsyncKernelManager(
        kernel_name="python3",
        kernel_spec_manager=specs,
        connection_file=str(folder / "kernel.json"),
        transport="tcp" if sys.platform == "win32" else "ipc",
    )


@contextlib.asynccontextmanager
async def started_plain(
    place: Workplace, variables: Mapping[str, str], limits: Limits
) -> AsyncIterator[tuple[AsyncKernelManager, AsyncKernelClient]]:
    """An unprotected kernel and its client; on leaving, its process group is killed. Raises `KernelStartError`."""
    manager = plain_manager(place.folder)
    try:
        with (place.folder / "kernel.log").open("wb") as log:  # TensorFlow's notices, and why a start failed
            start = {"cwd": str(place.scratch), "env": dict(variables), "stdout": log, "stderr": log}
            async with reached(manager, limits, start) as client:
                yield manager, client
    except KernelStartError as error:
        raise KernelStartError(f"{error} {_last_line(place)}".rstrip()) from error


@contextlib.asynccontextmanager
async def reached(manager: AsyncKernelManager, limits: Limits, start: Mapping) -> AsyncIterator[AsyncKernelClient]:
    """Start `manager`'s kernel and talk to it; at the end of the block it is killed. Raises `KernelStartError`."""
    # One message larger than all that a cell may write would be the grader's memory, so the line is cut instead.
    manager.context.maxmsgsize = limits.output_bytes + _MESSAGE_OVERHEAD_BYTES
    manager.context.rcvhwm = _MESSAGES_WAITING
    client = None
    try:
        try:
            await manager.start_kernel(**start)
            client = manager.client()
            client.start_channels(hb=False)  # the provisioner tells of a kernel's death
            await _wait_until_ready(manager, client, limits.kernel_startup_timeout_s)
        except (RuntimeError, OSError) as error:
            raise KernelStartError(f"the kernel did not start: {error}") from error
        client.allow_stdin = False
        yield client
    finally:
        if client is not None:
            client.stop_channels()
        await stop(manager)


async def _wait_until_ready(manager: AsyncKernelManager, client: AsyncKernelClient, timeout_s: float) -> None:
    """Ask for the kernel's name until both answer and broadcast come: then nothing of the first cell is missed."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        request = client.kernel_info()
        try:
            await client.get_shell_msg(timeout=min(1, timeout_s))
            while not _says_idle(await client.get_iopub_msg(timeout=_BROADCAST_S), request):
                pass
            return
        except queue.Empty:
            if not await manager.is_alive():
                raise RuntimeError("it ended at once") from None
    raise RuntimeError(f"no answer in {timeout_s:g} s")


def _says_idle(message: Mapping, request: str) -> bool:
    return message["parent_header"].get("msg_id") == request and message["content"].get("execution_state") == "idle"


def _last_line(place: Workplace) -> str:
    log = place.folder / "kernel.log"
    lines = log.read_bytes()[-2000:].decode("utf-8", "replace").splitlines() if log.exists() else []
    return f"({lines[-1].strip()})" if lines else ""


async def stop(manager: AsyncKernelManager) -> None:
    """Kill the kernel and what it started; it may be dead already."""
    group = getattr(manager.provisioner, "pgid", None)
    with contextlib.suppress(Exception):  # whatever state a hostile notebook left it in, the group is killed below
        await manager.shutdown_kernel(now=True)
    if group and hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)
    with contextlib.suppress(Exception):
        await manager.cleanup_resources()
