"""One grader at a time in a results' folder. The lock goes with the process that holds it, however that one ends."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from autograder.errors import UserError

LOCK = ".lock"


class FolderInUse(UserError):
    """Another grader works in the results' folder."""


@contextlib.contextmanager
def only_grader(out: Path) -> Iterator[None]:
    """Hold `out` for this process. Raises `FolderInUse` where another does, and OSError where `out` is read-only."""
    with (out / LOCK).open("a+b") as stream:
        if not held(stream):
            stream.seek(0)
            owner = stream.read(20).decode("ascii", "replace").strip()
            raise FolderInUse(
                f"{out} is being graded into by another run (process {owner or 'unknown'}): "
                "wait until it has ended, or give another --out"
            )
        stream.truncate(0)
        stream.write(b"%d\n" % os.getpid())
        stream.flush()
        yield


def held(stream: BinaryIO) -> bool:
    """Try to lock an open file, without waiting; whether it is ours now. Closing the file, or dying, lets it go."""
    try:
        if sys.platform == "win32":
            import msvcrt

            stream.seek(1 << 30)  # far behind the text, so that another run can read who holds the file
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
