"""A worker runs one submission after another: each in a world of its own, as if no other had been there."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from autograder.course import Limits
from autograder.errors import UserError
from autograder.grading.execute import Execution, Task, execute

_INSTALL = (
    "install it (Debian, Ubuntu: apt-get install bubblewrap), or say --isolation none to run student code unprotected"
)
_TRIAL = ("bwrap", "--unshare-all", "--ro-bind", "/", "/", "true")


class IsolationError(UserError):
    """No sandbox can be had: what is missing, and how to get it."""


def settle_isolation(asked: str) -> str:
    """`bubblewrap` or `none`, from `auto`, `bubblewrap` or `none`. Raises `IsolationError` where no sandbox can be had."""
    if asked == "none":
        return "none"
    if sys.platform != "linux":
        raise IsolationError(f"no sandbox on {sys.platform}: only --isolation none runs here, student code unprotected")
    if shutil.which("bwrap") is None:
        raise IsolationError(f"no sandbox: bubblewrap is not there; {_INSTALL}")
    trial = subprocess.run(_TRIAL, capture_output=True, text=True, timeout=20)
    if trial.returncode:
        raise IsolationError(f"no sandbox: bubblewrap cannot make one here: {trial.stderr.strip()}")
    return "bubblewrap"


@dataclass(frozen=True)
class Worker:
    """Runs one submission at a time. Made by `open_worker`."""

    limits: Limits
    one_thread: bool

    def run(self, task: Task, asked_to_stop: threading.Event | None = None) -> Execution:
        """Run `task`. Raises `Interrupted`, the kernel gone, once `asked_to_stop` is set."""
        return execute(task, self.limits, asked_to_stop, one_thread=self.one_thread)


@contextmanager
def open_worker(isolation: str, limits: Limits, *, one_thread: bool) -> Iterator[Worker]:
    """A worker under `isolation`, as `settle_isolation` returned it. `one_thread`: TensorFlow leaves others their cores."""
    yield Worker(limits, one_thread)
