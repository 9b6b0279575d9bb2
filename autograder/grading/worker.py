"""A worker runs one submission after another: each in a world of its own, as if no other had been there."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from jupyter_client import AsyncKernelManager

from autograder.course import Limits
from autograder.grading.execute import Execution, Task, gather_evidence, run_notebook, until_stopped
from autograder.grading.forkserver import EVIDENCE, GIVEN
from autograder.grading.kernel import KernelStartError, Workplace, environment, plain_manager, reached, started_plain
from autograder.grading.provisioner import SandboxProvisioner
from autograder.grading.sandbox import IsolationError, settle_isolation
from autograder.grading.warm import SandboxDied, WarmSandbox, warm_sandbox

__all__ = ["IsolationError", "Worker", "open_worker", "settle_isolation"]
_RECYCLED_EVERY = 500  # submissions: nothing is known to grow, and a fresh sandbox is cheap


class Worker(Protocol):
    """Runs one submission at a time. Made by `open_worker`."""

    def run(self, task: Task, asked_to_stop: threading.Event | None = None) -> Execution:
        """Run `task`. Raises `Interrupted`, the kernel gone, once `asked_to_stop` is set."""


@contextmanager
def open_worker(isolation: str, limits: Limits, *, one_thread: bool) -> Iterator[Worker]:
    """A worker under `isolation`, as `settle_isolation` returned it. Use it in the thread that opened it.

    `one_thread` keeps TensorFlow from taking the other workers' cores. A sandbox ends with the thread that started it.
    """
    if isolation == "none":
        yield _PlainWorker(limits, one_thread)
        return
    with _SandboxWorker(limits, one_thread) as worker:
        yield worker


@dataclass(frozen=True)
class _PlainWorker:
    """A cold, unprotected kernel a submission."""

    limits: Limits
    one_thread: bool

    def run(self, task: Task, asked_to_stop: threading.Event | None = None) -> Execution:
        begun = time.monotonic()
        folder = Path(tempfile.mkdtemp(prefix="autograder-"))
        try:
            place = Workplace(folder)
            place.lay_out(task.inputs, task.data, task.files)
            cells, ended = asyncio.run(until_stopped(self._run(task, place), asked_to_stop))
            evidence, refused = gather_evidence(place.evidence, self.limits.evidence_bytes)
            return Execution(cells, evidence, refused, ended, seconds=time.monotonic() - begun)
        except KernelStartError as error:
            return Execution(fault=str(error), seconds=time.monotonic() - begun)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    async def _run(self, task: Task, place: Workplace):
        variables = environment(place, task.seed, task.budget, self.one_thread)
        async with started_plain(place, variables, self.limits) as (manager, client):
            return await run_notebook(task, manager, client, self.limits)


class _SandboxWorker:
    """A warm, sandboxed kernel a submission. A sandbox that is not provably as it was is thrown away."""

    def __init__(self, limits: Limits, one_thread: bool):
        self._limits, self._one_thread = limits, one_thread
        self._stack = ExitStack()
        self._sandbox: WarmSandbox | None = None
        self._served = 0

    def __enter__(self) -> _SandboxWorker:
        self._renew()
        return self

    def __exit__(self, *_) -> None:
        self._stack.close()

    def run(self, task: Task, asked_to_stop: threading.Event | None = None) -> Execution:
        begun = time.monotonic()
        clean = False
        try:
            self._sandbox.wait_until_ready(self._limits.kernel_startup_timeout_s)
        except SandboxDied as error:
            self._renew()
            return Execution(fault=str(error), seconds=time.monotonic() - begun)
        try:
            execution, clean = self._run(task, asked_to_stop)
        except KernelStartError as error:
            execution = Execution(fault=str(error))
        except SandboxDied:
            execution = Execution(ended="worker_died")
        finally:
            self._served += 1
            if not clean or self._served >= _RECYCLED_EVERY:
                self._renew()
        return replace(execution, seconds=time.monotonic() - begun)

    def _renew(self) -> None:
        self._stack.close()
        self._sandbox = self._stack.enter_context(warm_sandbox(self._limits, one_thread=self._one_thread))
        self._served = 0

    def _run(self, task: Task, asked_to_stop: threading.Event | None) -> tuple[Execution, bool]:
        """What came of it, and whether the sandbox is as it was."""
        sandbox, limits = self._sandbox, self._limits
        beside_bytes = sum(map(len, task.files.values()))
        if beside_bytes > limits.scratch_bytes // 2:
            fault = (
                f"the files beside the notebook take {beside_bytes} bytes, more than half of scratch_bytes in [limits]"
            )
            return Execution(fault=fault), True
        data = sandbox.give(task.inputs, task.files, task.data)
        manager = plain_manager(sandbox.folder)
        manager.provisioner = SandboxProvisioner(
            kernel_id=str(uuid.uuid4()),
            kernel_spec=manager.kernel_spec,
            parent=manager,
            sandbox=sandbox,
            variables=_variables(task, data),
            limits=limits,
        )
        cells, ended = asyncio.run(until_stopped(_in_kernel(task, manager, limits), asked_to_stop))
        exceeded = manager.provisioner.watch.tripped
        if sandbox.alive or not exceeded:
            sandbox.kill_all()
        evidence, refused = gather_evidence(sandbox.evidence, limits.evidence_bytes)
        return Execution(cells, evidence, refused, exceeded or ended), _is_clean(sandbox)


def _is_clean(sandbox: WarmSandbox) -> bool:
    """Whether it could be swept and is then as it was before its first submission."""
    try:
        return sandbox.alive and not sandbox.sweep()
    except SandboxDied:
        return False


async def _in_kernel(task: Task, manager: AsyncKernelManager, limits: Limits):
    async with reached(manager, limits, {}) as client:
        return await run_notebook(task, manager, client, limits)


def _variables(task: Task, data: str) -> dict[str, str]:
    """What a kernel finds in its environment about this submission."""
    variables = {"AUTOGRADER_INPUTS": f"{GIVEN}/inputs", "AUTOGRADER_EVIDENCE": EVIDENCE, "AUTOGRADER_DATA": data}
    if task.seed is not None:
        variables["AUTOGRADER_SEED"] = str(task.seed)
    return variables | ({"AUTOGRADER_BUDGET": task.budget} if task.budget else {})
