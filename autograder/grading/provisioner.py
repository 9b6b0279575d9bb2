"""Jupyter's door to the sandbox: a kernel provisioner, so that nbclient and stock nbgrader start their kernels in one.

The engine hands over the sandbox it keeps warm. Where Jupyter makes the provisioner itself, from the kernel spec in
`kernels/`, the kernel gets a sandbox of its own, with a copy of the files that lie in its working folder.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import KernelProvisionerBase
from traitlets import Dict, Instance, default

from autograder.course import Limits, load_course
from autograder.grading.sandbox import settle_isolation
from autograder.grading.warm import SandboxDied, WarmSandbox, listening, warm_sandbox
from autograder.grading.watchdog import Watch, watchdog

_MAX_FILES_BYTES = 200_000_000  # of what is copied from a notebook's folder


class SandboxProvisioner(KernelProvisionerBase):
    """Starts a kernel in `sandbox`, or in one of its own, and watches its limits; `watch` tells what it exceeded.

    `variables` are added to the kernel's environment; `limits` are the course's unless given.
    """

    sandbox = Instance(WarmSandbox, allow_none=True)
    variables = Dict()

    limits = Instance(Limits)

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.watch = Watch()
        self._stack = contextlib.ExitStack()
        self._started = False

    @default("limits")
    def _course_limits(self) -> Limits:
        return load_course().limits

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Make sure of a sandbox, and tell the manager where the kernel will be reached. Raises `IsolationError`."""
        if self.sandbox is None:
            settle_isolation("bubblewrap")
            self.sandbox = self._stack.enter_context(warm_sandbox(self.limits, one_thread=False, judge_inside=True))
            self.sandbox.give({}, _files_in(Path(kwargs.get("cwd") or ".")), {})
        await asyncio.to_thread(self.sandbox.wait_until_ready, self.limits.kernel_startup_timeout_s)
        self._connection = self._stack.enter_context(listening())
        return await super().pre_launch(cmd=[], **kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> dict[str, Any]:
        """Fork the kernel; how to reach it. Nothing of the caller's environment goes in."""
        key = self.parent.session.key.decode()
        self.sandbox.start(self._connection, key, self.variables, self.limits)
        self._started = True
        self.watch = self._stack.enter_context(watchdog(self.sandbox, self.limits))
        info = self._connection.as_info(key)
        self.connection_info = {**info, "key": key.encode()}
        return self.connection_info

    @property
    def has_process(self) -> bool:
        """Whether a kernel was started and not yet waited for."""
        return self._started

    async def poll(self) -> int | None:
        """The kernel's exit code, None while it runs."""
        return self.sandbox.poll() if self._started else 0

    async def wait(self) -> int | None:
        """Wait for the kernel's end."""
        while await self.poll() is None:
            await asyncio.sleep(0.05)
        self._started = False
        return self.sandbox.exited

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and its process group; SIGKILL ends everything it started."""
        if signum == signal.SIGKILL:
            await self.kill()
        elif self._started:
            self.sandbox.signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """End the kernel and all that it started."""
        if self._started:
            with contextlib.suppress(SandboxDied):
                self.sandbox.kill_all()

    async def terminate(self, restart: bool = False) -> None:
        """The same as `kill`: a kernel is owed no farewell."""
        await self.kill()

    async def cleanup(self, restart: bool = False) -> None:
        """Close what belongs to this kernel; its own sandbox with it."""
        await self.kill()
        self._stack.close()
        self._started = False


def _files_in(folder: Path) -> dict[str, bytes]:
    """The ordinary files in a notebook's folder, up to a size, by their relative path."""
    found, left = {}, _MAX_FILES_BYTES
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.suffix != ".ipynb":
            left -= path.stat().st_size
            if left >= 0:
                found[str(path.relative_to(folder))] = path.read_bytes()
    return found
