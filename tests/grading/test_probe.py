"""What a hostile notebook can reach from inside the sandbox: it tries, and reports. Everything must fail."""

from __future__ import annotations

import http.server
import json
import os
import socket
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.grading.sandbox import PACKAGE
from autograder.grading.worker import open_worker

pytestmark = [pytest.mark.slow]

# Each attempt returns what it got: anything but None is an escape.
PROBE = r'''
import ctypes, glob, json, os, pathlib, shutil, signal, socket, subprocess, sys, time
TARGETS = json.loads(%r)
libc = ctypes.CDLL(None, use_errno=True)

def connect(*address):
    socket.create_connection(address, 2).close()
    return "connected"

def read(path):
    return pathlib.Path(path).read_bytes()[:50] or None  # a masked file is empty

def write(path):
    pathlib.Path(path).write_text("mine")
    return "written"

def unix(path):
    socket.socket(socket.AF_UNIX).connect(path)
    return "connected"

def found(*patterns):
    return [p for pattern in patterns for p in glob.glob(pattern, recursive=True)] or None

def anywhere(*endings):
    """Files of such names, wherever they are but in the system's and Python's own folders."""
    skipped = {"/proc", "/sys", "/usr", "/dev", sys.prefix, sys.base_prefix}
    got = []
    for folder, folders, files in os.walk("/"):
        folders[:] = [f for f in folders if os.path.join(folder, f) not in skipped]
        got += [os.path.join(folder, f) for f in files if f.endswith(endings)]
    return got or None

def call(number, *arguments):
    return "allowed" if libc.syscall(number, *arguments) >= 0 else None

def environment_of(pid):
    return read(f"/proc/{pid}/environ")

def kills(number):
    os.kill(1, number)
    time.sleep(0.3)
    return None  # whether it had an effect shows in what the grader sees

def outside_scratch():
    homes = ("/", "/usr", "/usr/bin", "/etc", "/given", "/given/inputs", "/given/data", "/proc/1", "/dev", "/sys",
             "/root", "/home", sys.prefix, os.path.dirname(TARGETS["package"]), TARGETS["package"])
    done = []
    for home in homes:
        try:
            done.append(write(home + "/mine") + home)
        except OSError:
            pass
    return done or None

def others():
    pids = {int(p) for p in os.listdir("/proc") if p.isdigit()}
    return (pids - {1, os.getpid()}) or None

def descriptors():
    """Open files that lead to the grader: only pipes, memory and the kernel's own sockets may be there."""
    kinds = []
    for fd in os.listdir("/proc/self/fd"):
        try:
            target = os.readlink(f"/proc/self/fd/{fd}")
        except OSError:
            continue
        harmless = ("/dev/null", "/dev/urandom", "/scratch", "/proc", "/usr", sys.prefix)
        if target.startswith("/") and not target.startswith(harmless):
            kinds.append(target)
    return kinds or None

def packets():
    """A socket of the kind that the control channel is."""
    for fd in map(int, os.listdir("/proc/self/fd")):
        try:
            if socket.socket(fileno=os.dup(fd)).type == socket.SOCK_SEQPACKET:
                return fd
        except OSError:
            pass

def capabilities():
    lines = [line.split() for line in open("/proc/self/status") if line.startswith("Cap")]
    return [name for name, value in lines if int(value, 16)] or None

attempts = {
    "outside network": lambda: connect("93.184.216.34", 80),
    "host loopback": lambda: connect("127.0.0.1", TARGETS["port"]),
    "any internet socket": lambda: socket.socket(),
    "netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "name resolution": lambda: socket.gethostbyname("example.org"),
    "host unix socket": lambda: unix(TARGETS["socket"]),
    "host abstract socket": lambda: unix("\0" + TARGETS["abstract"]),
    "docker": lambda: unix("/var/run/docker.sock"),
    "solutions": lambda: found(TARGETS["root"] + "/solutions/**/*"),
    "tests": lambda: found(TARGETS["root"] + "/tests/**/*"),
    "repository": lambda: [n for n in os.listdir(TARGETS["root"]) if n not in ("autograder", ".venv")] or None,
    "sealed.py": lambda: found(TARGETS["package"] + "/exercises/*/sealed*", TARGETS["package"] + "/**/__pycache__/*"),
    "judges": lambda: found(TARGETS["package"] + "/**/judg*"),
    "import judge": lambda: __import__("autograder.exercises.session_36.judge"),
    "import sealed": lambda: __import__("autograder.exercises.session_36.sealed"),
    "grader": lambda: found(TARGETS["package"] + "/grading/[!_ft]*", TARGETS["package"] + "/report/*.py"),
    "gradebook": lambda: read(TARGETS["secret"]),
    "results": lambda: anywhere("results.jsonl", "gradebook.db", ".ipynb"),
    "other submissions": lambda: anywhere("other"),
    "home": lambda: found(*(TARGETS["home"] + name for name in ("/.ssh", "/.bash*", "/.cache/*", "/.config"))),
    "shadow": lambda: read("/etc/shadow"),
    "passwords": lambda: read("/etc/passwd"),
    "environment": lambda: [v for v in os.environ if "SECRET" in v or v == "COURSE_DATA"] or None,
    "who runs": others,
    "environ of 1": lambda: environment_of(1),
    "memory of 1": lambda: open("/proc/1/mem", "rb").read(1),
    "maps of 1": lambda: read("/proc/1/maps"),
    "descriptors of 1": lambda: [os.readlink(f"/proc/1/fd/{n}") for n in os.listdir("/proc/1/fd")],
    "root of 1": lambda: os.listdir("/proc/1/root"),
    "working folder of 1": lambda: os.readlink("/proc/1/cwd"),
    "own descriptors": descriptors,
    "control channel": packets,
    "take a descriptor of 1": lambda: call(438, os.pidfd_open(1), 0, 0),
    "outside scratch": outside_scratch,
    "trace 1": lambda: call(101, 16, 1, 0, 0),
    "write into 1": lambda: call(311, 1, 0, 0, 0, 0, 0),
    "limits of 1": lambda: __import__("resource").prlimit(1, __import__("resource").RLIMIT_NOFILE, (64, 64)),
    "new user namespace": lambda: call(272, 0x10000000),
    "mount": lambda: call(165, b"none", b"/scratch", b"tmpfs", 0, 0) if os.uname().machine == "x86_64" else None,
    "hidden memory": lambda: os.memfd_create("mine"),
    "kernel keyring": lambda: call(248, b"user", b"mine", b"x", 1, -4),
    "shared memory": lambda: call(29, 1, 4096, 0o1600),
    "root's rights": lambda: os.setuid(0) or os.setgid(0) or "root",
    "change of owner": lambda: os.chown("/scratch", 0, 0) or "changed",
    "capabilities": capabilities,
    "devices": lambda: found("/dev/vd*", "/dev/sd*", "/dev/nvme*", "/dev/kmsg", "/dev/mem", "/dev/kvm", "/dev/fuse"),
    "host name": lambda: None if os.uname().nodename == "sandbox" else os.uname().nodename,
    "terminal": lambda: open("/dev/tty").fileno(),
    "kill 1": lambda: kills(signal.SIGKILL),
    "stop 1": lambda: kills(signal.SIGSTOP),
    "interrupt 1": lambda: kills(signal.SIGINT),
    "end 1": lambda: kills(signal.SIGTERM),
    "wake 1": lambda: [kills(signal.SIGCHLD) for _ in range(3)] and None,
}
report = {}
for name, attempt in attempts.items():
    if name not in TARGETS.get("only", attempts):
        continue
    try:
        got = attempt()
        report[name] = None if got is None else repr(got)[:200]
    except (Exception, SystemExit) as error:
        report[name] = None
with open(os.environ["AUTOGRADER_EVIDENCE"] + "/probe.npz", "w") as stream:
    json.dump({"report": report, "tried": len(attempts)}, stream)
'''  # fmt: skip

LEAVE_BEHIND = r"""
import os, pathlib, subprocess, sys, time
for place in ("/scratch/other", "/dev/shm/other", "/scratch/work/.ipython/other", "/scratch/.hidden/deep/other"):
    pathlib.Path(place).parent.mkdir(parents=True, exist_ok=True)
    pathlib.Path(place).write_text("mine")
os.symlink("/given", "/scratch/link")
os.mkfifo("/scratch/fifo")
os.chmod("/scratch", 0o755)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.setsid()
        for fd in range(3): os.close(fd)
        while True:
            for place in ("/scratch/work", "/scratch/evidence", "/scratch"):
                try: pathlib.Path(place, "late.npz").write_text("late")
                except OSError: pass
    os._exit(0)
subprocess.Popen(["sleep", "500"], start_new_session=True)
"""

SURROUNDINGS = r"""
import os, json, random, resource, stat
places = ("/scratch", "/dev/shm", "/given")
listing = sorted((r, sorted(d), sorted(f)) for place in places for r, d, f in os.walk(place))
rest = [sorted(os.environ.items()), sorted(p for p in os.listdir("/proc") if p.isdigit() and int(p) != os.getpid()),
        stat.filemode(os.stat("/scratch").st_mode), os.getpriority(os.PRIO_PROCESS, 0), sorted(os.sched_getaffinity(0)),
        [resource.getrlimit(getattr(resource, n)) for n in dir(resource) if n.startswith("RLIMIT")],
        os.statvfs("/scratch").f_bavail, random.random(), hash("text"), sorted(__import__("sys").modules), os.getcwd()]
open(os.environ["AUTOGRADER_EVIDENCE"] + "/look.npz", "w").write(json.dumps([listing, rest]))
"""


@pytest.fixture
def targets(tmp_path, monkeypatch):
    """What there is to reach: servers on loopback and on Unix sockets, a gradebook, secrets in the environment."""
    monkeypatch.setenv("A_SECRET", "token")
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    secret = tmp_path / "gradebook.db"
    secret.write_text("grades")
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with socket.socket(socket.AF_UNIX) as named, socket.socket(socket.AF_UNIX) as abstract:
        named.bind(str(tmp_path / "s"))
        named.listen()
        abstract.bind(f"\0autograder-{os.getpid()}")
        abstract.listen()
        yield {
            "port": server.server_address[1],
            "socket": str(tmp_path / "s"),
            "abstract": f"autograder-{os.getpid()}",
            "secret": str(secret),
            "root": str(PACKAGE.parent),
            "package": str(PACKAGE),
            "home": str(Path.home()),
        }
    server.shutdown()
    server.server_close()


def look(sandboxed, task):
    execution = sandboxed.run(task("import keras", SURROUNDINGS, seed=7, inputs={"36_1.npz": b"sealed"}, budget="fast"))
    return execution.evidence["look"]


def test_nothing_can_be_reached_and_the_next_submission_is_as_if_alone(sandboxed, tight_limits, task, targets):
    alone = look(sandboxed, task)
    with open_worker("bubblewrap", replace(tight_limits, cell_timeout_s=60), one_thread=True) as worker:
        worker.run(task("1"))
        execution = worker.run(task(PROBE % json.dumps(targets)))
        after = look(worker, task)
    assert [(cell.outcome, cell.evalue) for cell in execution.cells] == [("ok", "")]
    said = json.loads(execution.evidence["probe"])
    assert {name: got for name, got in said["report"].items() if got is not None} == {}
    assert said["tried"] > 45
    assert after == alone


def test_no_process_and_no_file_is_left_for_the_next_submission(sandboxed, task):
    alone = look(sandboxed, task)
    assert [cell.outcome for cell in sandboxed.run(task(LEAVE_BEHIND)).cells] == ["ok"]
    assert look(sandboxed, task) == alone


def test_the_probe_finds_what_an_unprotected_kernel_can_reach(short_limits, task, targets):
    """The harmless half of it, without a sandbox: an attempt that finds nothing there would say nothing here."""
    only = ("host loopback", "any internet socket", "host unix socket", "host abstract socket", "solutions", "tests")
    only += ("repository", "sealed.py", "judges", "import judge", "import sealed", "grader", "gradebook", "passwords")
    only += ("who runs", "hidden memory", "host name")
    with open_worker("none", replace(short_limits, cell_timeout_s=60), one_thread=True) as worker:
        execution = worker.run(task(PROBE % json.dumps({**targets, "only": only})))
    report = json.loads(execution.evidence["probe"])["report"]
    assert [name for name in only if report[name] is None] == []
