"""The system calls that no kernel needs: those that reach the network, hide memory from the watchdog, look into other
processes, outlive their process, or change process 1 or the namespaces. Each fails, as if rights were missing.

A filter is a program of classic BPF, see seccomp(2); bubblewrap loads it before it starts anything.
"""

from __future__ import annotations

import platform
import struct

# By name: the number on x86_64 and on aarch64.
_FORBIDDEN = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "unshare": (272, 97),  # a new user namespace brings capabilities, and with them mounts of any size
    "setns": (308, 268),
    "memfd_create": (319, 279),  # memory that no process need map
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "fanotify_init": (300, 262),
    "open_by_handle_at": (304, 265),
}
_SOCKET, _CLONE, _CLONE3, _PRLIMIT = (41, 198), (56, 220), (435, 435), (302, 261)
_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_EPERM, _ENOSYS, _EOPNOTSUPP = 1, 38, 95
_AF_UNIX, _CLONE_NEWUSER = 1, 0x10000000
_X32_BIT = 0x40000000  # a second table of numbers on x86_64
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # opcodes
_NUMBER, _ARCH, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data


def seccomp_filter(machine: str | None = None) -> bytes:
    """The filter for `machine` (default: this one), `x86_64` or `aarch64`; empty for any other."""
    machine = machine or platform.machine()
    if machine not in _AUDIT_ARCH:
        return b""
    column = list(_AUDIT_ARCH).index(machine)
    program = [
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 1, 0, _AUDIT_ARCH[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32_BIT),
        (_RETURN, 0, 0, _KILL),
    ]
    for numbers in _FORBIDDEN.values():
        program += [(_EQUAL, 0, 1, numbers[column]), (_RETURN, 0, 0, _ERRNO | _EPERM)]
    # Its flags lie in memory, which a filter cannot see; the C library then falls back on clone.
    program += [(_EQUAL, 0, 1, _CLONE3[column]), (_RETURN, 0, 0, _ERRNO | _ENOSYS)]
    program += _by_first_argument(_CLONE[column], (_ANY_BIT, 0, 1, _CLONE_NEWUSER), _EPERM)
    program += _by_first_argument(_SOCKET[column], (_EQUAL, 1, 0, _AF_UNIX), _EOPNOTSUPP)  # EPERM would abort ZeroMQ
    program += _by_first_argument(_PRLIMIT[column], (_EQUAL, 1, 0, 0), _EPERM)  # 0: the caller itself
    program.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("<HBBI", *step) for step in program)


def _by_first_argument(
    number: int, forbidden: tuple[int, int, int, int], error: int
) -> list[tuple[int, int, int, int]]:
    """Forbid one call for some values of its first argument: `forbidden` falls through on those, else skips one step.

    The steps leave no other call's number changed: they end here for this one.
    """
    return [
        (_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        forbidden,
        (_RETURN, 0, 0, _ERRNO | error),
        (_RETURN, 0, 0, _ALLOW),
    ]
