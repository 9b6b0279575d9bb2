"""Inside the sandbox, as its process 1: import once, fork a kernel for each submission, sweep up after it.

Of `grading/` the sandbox holds this file and `traces.py`. Process 1 of a process namespace gets no signal from inside
that it does not handle, SIGKILL included; not being dumpable, it cannot be traced or read either; and orphans become
its children, so that none can hide from it. Messages are JSON, one a packet, on a socket that no kernel holds. It never
reads a byte that a kernel wrote.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import random
import select
import shutil
import signal
import socket
import sys
import traceback
import warnings

from autograder.grading.traces import SCRATCH, SHARED, empty, kill_all, reaped, state

GIVEN = "/given"
WORK, EVIDENCE = f"{SCRATCH}/work", f"{SCRATCH}/evidence"
PACKET_BYTES = 100_000
CHANNELS = ("shell", "iopub", "stdin", "control")  # the order in which their listening sockets come
_PRELOADED = (
    *("numpy", "tensorflow", "keras", "sklearn.datasets", "sklearn.model_selection", "sklearn.preprocessing"),
    *("sklearn.metrics", "matplotlib.pyplot", "matplotlib.backends.backend_agg", "ipykernel.kernelapp"),
    *("ipykernel.ipkernel", "ipykernel.zmqshell", "ipykernel.shellchannel", "ipykernel.subshell", "comm"),
    *("ipykernel.debugger", "IPython.core.debugger", "IPython.extensions.storemagic"),  # half of a kernel's start
    *("IPython.core.completerlib", "IPython.core.payloadpage", "tornado.platform.asyncio", "sqlite3", "jedi"),
)
_SET_DUMPABLE = 4  # of prctl(2)


def main(collecting: list[str]) -> None:
    """Serve the grader on standard input until it goes away. `collecting`: the course's modules to import as well."""
    grader = socket.socket(fileno=os.dup(0))
    _silence(0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Python's own handler would let a kernel raise KeyboardInterrupt here
    _prctl(_SET_DUMPABLE, 0)
    for module in (*_PRELOADED, *collecting):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                importlib.import_module(module)
            except ModuleNotFoundError as missing:  # another version of ipykernel, or a session without exercises yet
                if not module.startswith(str(missing.name)):  # else the sandbox hides what a collecting module needs
                    raise
    empty(SCRATCH)
    gc.collect()
    gc.freeze()  # a kernel's garbage collector passes over it: quicker, and the pages stay shared
    _serve(grader)


def _serve(grader: socket.socket) -> None:
    woken, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    kernel, clean = 0, state()
    grader.send(json.dumps({"ready": True}).encode())
    while True:
        ready, _, _ = select.select([grader, woken], [], [])
        if woken in ready:
            os.read(woken, 1000)
            for pid, status in reaped(os.WNOHANG):
                if pid == kernel:
                    kernel = 0
                    grader.send(json.dumps({"exited": os.waitstatus_to_exitcode(status)}).encode())
        if grader not in ready:
            continue
        packet, sockets, _, _ = socket.recv_fds(grader, PACKET_BYTES, len(CHANNELS))
        if not packet:  # the grader is gone
            return
        request = json.loads(packet)
        if request["do"] == "start":
            _lay_out()
            kernel = os.fork()
            if kernel == 0:
                os.close(woken)
                os.close(wake)
                grader.close()
                _become_kernel(request, sockets)
            for each in sockets:
                os.close(each)
            grader.send(json.dumps({"started": kernel}).encode())
        elif request["do"] == "signal" and kernel:
            _signal(kernel, request["signal"])
        elif request["do"] == "strike":
            with contextlib.suppress(ProcessLookupError):
                os.kill(-1, signal.SIGKILL)
        elif request["do"] == "kill":
            kill_all()
            kernel = 0
            grader.send(json.dumps({"killed": True}).encode())
        elif request["do"] == "sweep":
            for folder in (SCRATCH, SHARED):
                empty(folder)
            changed = [name for name, found in state().items() if found != clean[name]]
            grader.send(json.dumps({"changed": changed}).encode())


def _signal(kernel: int, number: int) -> None:
    """To the kernel's process group, which it leads from soon after the fork."""
    try:
        os.killpg(kernel, number)
    except ProcessLookupError:
        os.kill(kernel, number)


def _lay_out() -> None:
    """Fresh folders; what lies beside the notebook is copied into the working folder."""
    shutil.copytree(f"{GIVEN}/files", WORK, copy_function=shutil.copyfile)
    os.chmod(WORK, 0o700)
    os.mkdir(EVIDENCE, 0o700)


def _become_kernel(request: dict, sockets: list[int]) -> None:
    """The child's whole life. Never returns."""
    import resource  # not on Windows, where this module is imported for its names alone

    log = os.dup(2)
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.setsid()
        for name, most in request["rlimits"].items():
            resource.setrlimit(getattr(resource, name), (most, most))
        os.environ.clear()
        os.environ.update(request["env"])
        os.chdir(WORK)
        _silence(1, 2)
        random.seed()  # else every kernel would go on with the same draws
        sys.modules["numpy"].random.seed()
        application = _application(request, sockets)
        _prctl(_SET_DUMPABLE, 1)
        os.close(log)
        application.start()
    except BaseException:
        os.write(log, traceback.format_exc().encode())  # closed, and so without effect, once the kernel is up
    finally:
        os._exit(1)


def _application(request: dict, sockets: list[int]):
    """ipykernel, ready to start, on sockets that the grader has bound: no path to them exists in here."""
    from ipykernel.kernelapp import IPKernelApp

    class Kernel(IPKernelApp):
        def init_connection_file(self):
            self.load_connection_info(request["connection"])

        def _try_bind_socket(self, s, port):
            s.use_fd = sockets[port - 1]
            s.bind(f"ipc://{self.ip}-{port}")
            return port

        def init_heartbeat(self):  # process 1 tells of the kernel's death
            pass

        def write_connection_file(self, **kwargs):
            pass

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # no network: output of forked children cannot come through a local port
        application = Kernel.instance()
        application.initialize(["--HistoryManager.hist_file=:memory:"])
    # Its debugger would look for the shell socket's path for ever.
    application.debug_shell_socket.disconnect(application.shell_socket.LAST_ENDPOINT)
    return application


def _silence(*descriptors: int) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in descriptors:
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _prctl(option: int, value: int) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


if __name__ == "__main__":
    del sys.path[0]  # the working folder
    main(sys.argv[1:])
