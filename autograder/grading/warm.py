"""A warm sandbox as the grader sees it: what it shows to the inside, what it asks the fork server, when it is no more.

Only the grader writes to `given`, and only it can reach the sockets on which the kernel talks: it binds them in a
folder of its own and passes them in, open.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from autograder.course import Limits
from autograder.grading.forkserver import CHANNELS, EVIDENCE, GIVEN, PACKET_BYTES
from autograder.grading.sandbox import environment, start_sandbox
from autograder.grading.traces import SCRATCH

_ANSWER_TIMEOUT_S = 30  # of the fork server, which never waits for a kernel
_BACKLOG = 8
_OPEN_FILES = 1024  # of one process


class SandboxDied(Exception):
    """The sandbox or its fork server is gone, or does not answer."""


@dataclass(frozen=True)
class Connection:
    """How a kernel is reached: `sockets` listen at `{prefix}-1` and so on, in the order of `CHANNELS`."""

    prefix: str
    sockets: tuple[socket.socket, ...]

    def as_info(self, key: str) -> dict:
        """The connection in jupyter's own terms; `key` signs the messages."""
        ports = {f"{name}_port": number for number, name in enumerate((*CHANNELS, "hb"), start=1)}
        return {"transport": "ipc", "ip": self.prefix, "key": key, "signature_scheme": "hmac-sha256", **ports}


class WarmSandbox:
    """One running sandbox and its fork server. Made by `warm_sandbox`; not shared between threads."""

    def __init__(self, folder: Path, process: subprocess.Popen, control: socket.socket, info: int, one_thread: bool):
        self.folder, self.process, self._control = folder, process, control
        self._info, self._one_thread = info, one_thread
        self.pid, self.evidence = 0, -1
        self.exited: int | None = None

    def wait_until_ready(self, timeout_s: float) -> None:
        """Wait until everything is imported. Raises `SandboxDied` with the last line of what it said."""
        if self.pid:
            return
        try:
            self._answer("ready", timeout_s)
        except SandboxDied as error:
            said = (self.folder / "log").read_bytes()[-2000:].decode("utf-8", "replace").strip().splitlines()
            raise SandboxDied(f"the sandbox did not start: {error} {said[-1:] or ''}".rstrip()) from error
        self._process_number()

    def _process_number(self) -> int:
        """Process 1's number outside, told as soon as it exists; 0 where bubblewrap ends before."""
        if not self.pid and select.select([self._info], [], [], _ANSWER_TIMEOUT_S)[0]:
            with open(self._info, closefd=False) as stream:
                self.pid = json.loads(stream.read() or '{"child-pid": 0}')["child-pid"]
        return self.pid

    @property
    def root(self) -> Path:
        """The sandbox's root as the grader can open it. What lies there may be hostile: never follow it by name."""
        return Path(f"/proc/{self.pid}/root")

    def give(self, inputs: Mapping[str, bytes], files: Mapping[str, bytes], data: Mapping[str, bytes]) -> str:
        """Show a submission its sealed inputs, the files beside it and the public data; where it finds the data."""
        for name, contents in (("inputs", inputs), ("files", files)):
            shutil.rmtree(self.folder / "given" / name, ignore_errors=True)
            _write(self.folder / "given" / name, contents)
        key = sha256("".join(f"{name} {sha256(data[name]).hexdigest()} " for name in sorted(data)).encode()).hexdigest()
        kept = self.folder / "given" / "data" / key[:16]
        if not kept.exists():
            _write(kept, data)
        return f"{GIVEN}/data/{kept.name}"

    def start(self, connection: Connection, key: str, variables: Mapping[str, str], limits: Limits) -> None:
        """Fork a kernel. `evidence` is then its folder for evidence, opened before any of its code runs."""
        self.exited = None
        rlimits = {
            "RLIMIT_CORE": 0,
            "RLIMIT_NOFILE": _OPEN_FILES,
            "RLIMIT_FSIZE": limits.file_bytes,
            "RLIMIT_CPU": int(limits.cpu_time_s) + 5,  # the watchdog counts all processes, and is there first
            "RLIMIT_NPROC": 4 * limits.processes,  # nor does every system count these in the sandbox alone
        }
        request = {
            "do": "start",
            "connection": connection.as_info(key),
            "env": {
                **environment(self._one_thread),
                **variables,
                "HOME": f"{SCRATCH}/work",
                "TMPDIR": f"{SCRATCH}/work",
            },
            "rlimits": rlimits,
        }
        self._ask(request, "started", connection.sockets)
        self.evidence = os.open(str(self.root) + EVIDENCE, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)

    def poll(self) -> int | None:
        """The kernel's exit code, negative for a signal, or None while it runs. -9 where the sandbox itself is gone."""
        if self.exited is None:
            try:
                while self.exited is None and select.select([self._control], [], [], 0)[0]:
                    self._receive()
            except SandboxDied:
                self.exited = -9
            if not self.alive:
                self.exited = -9
        return self.exited

    @property
    def alive(self) -> bool:
        """Whether the sandbox is there."""
        return self.process.poll() is None

    def signal(self, number: int) -> None:
        """Send a signal to the kernel's process group."""
        with contextlib.suppress(OSError):
            self._control.send(json.dumps({"do": "signal", "signal": number}).encode())

    def strike(self) -> None:
        """End the kernel and all that it started, without waiting for the answer: for another thread's use."""
        with contextlib.suppress(OSError):
            self._control.send(json.dumps({"do": "strike"}).encode())

    def kill_all(self) -> None:
        """End the kernel and all that it started. Raises `SandboxDied`."""
        self._ask({"do": "kill"}, "killed")
        self.exited = -9 if self.exited is None else self.exited

    def sweep(self) -> list[str]:
        """Empty what was writable; what is still not as it was before the first submission. Raises `SandboxDied`."""
        self._close_evidence()
        return self._ask({"do": "sweep"}, "changed")

    def end(self) -> None:
        """End the sandbox, with all that runs in it, from outside."""
        if self.alive and self._process_number():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)  # bubblewrap ends when its process 1 has, and so has all else
        else:
            self.process.kill()
        self.process.wait()
        self._close_evidence()

    def _close_evidence(self) -> None:
        if self.evidence >= 0:
            os.close(self.evidence)
        self.evidence = -1

    def _ask(self, request: Mapping, answer: str, sockets: tuple[socket.socket, ...] = ()):
        try:
            socket.send_fds(self._control, [json.dumps(request).encode()], [each.fileno() for each in sockets])
        except OSError as error:
            raise SandboxDied("its fork server is gone") from error
        return self._answer(answer, _ANSWER_TIMEOUT_S)

    def _answer(self, name: str, timeout_s: float):
        deadline = time.monotonic() + timeout_s
        while (left_s := deadline - time.monotonic()) > 0:
            if select.select([self._control], [], [], left_s)[0]:
                message = self._receive()
                if name in message:
                    return message[name]
        raise SandboxDied(f"its fork server did not answer in {timeout_s:g} s")

    def _receive(self) -> dict:
        try:
            packet = self._control.recv(PACKET_BYTES)
        except OSError as error:
            raise SandboxDied("its fork server is gone") from error
        if not packet:
            raise SandboxDied("its fork server is gone")
        message = json.loads(packet)
        if "exited" in message:
            self.exited = message["exited"]
        return message


@contextlib.contextmanager
def warm_sandbox(limits: Limits, *, one_thread: bool, judge_inside: bool = False) -> Iterator[WarmSandbox]:
    """A sandbox, starting: `wait_until_ready` tells when it is. Ends when the thread that started it ends."""
    with contextlib.ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="autograder-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        for name in ("inputs", "files", "data"):
            (folder / "given" / name).mkdir(parents=True)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        stack.callback(ours.close)
        told, telling = os.pipe()
        stack.callback(os.close, told)
        with theirs, (folder / "log").open("wb") as log:
            try:
                process = start_sandbox(
                    folder / "given", limits, theirs, log, telling, one_thread=one_thread, judge_inside=judge_inside
                )
            finally:
                os.close(telling)
        sandbox = WarmSandbox(folder, process, ours, told, one_thread)
        stack.callback(sandbox.end)
        yield sandbox


@contextlib.contextmanager
def listening() -> Iterator[Connection]:
    """Sockets for one kernel, bound in a folder that only the grader can enter."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="k-"))
        sockets = []
        for number, _ in enumerate(CHANNELS, start=1):
            each = stack.enter_context(socket.socket(socket.AF_UNIX))
            each.bind(f"{folder}/k-{number}")
            each.listen(_BACKLOG)
            sockets.append(each)
        yield Connection(f"{folder}/k", tuple(sockets))


def _write(folder: Path, contents: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True)
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
