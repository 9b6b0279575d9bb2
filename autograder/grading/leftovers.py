"""Everything temporary of a run lies in one folder, so that the next run can tell, and remove, what a killed one left.

The folder holds a file that its process keeps locked: where the lock can be had, that process is gone.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from autograder.grading.lock import held

PREFIX, LOCK = "autograder-run-", "held-by-its-process"


@contextlib.contextmanager
def one_temporary_folder() -> Iterator[Path]:
    """Let this process make its temporary files and folders in one place, gone afterwards; remove dead runs' places."""
    remove_leftovers(Path(tempfile.gettempdir()))
    before = tempfile.tempdir
    with contextlib.ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        stream = stack.enter_context((folder / LOCK).open("w+b"))
        held(stream)
        stream.write(b"%d\n" % os.getpid())  # only now: an empty file may be one that is about to be locked
        stream.flush()
        tempfile.tempdir = str(folder)
        try:
            yield folder
        finally:
            tempfile.tempdir = before


def remove_leftovers(temporary: Path) -> None:
    """Remove what runs of this user that are no more left in `temporary`."""
    for folder in temporary.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):  # another run may be removing it, too
            if folder.is_symlink() or (hasattr(os, "getuid") and folder.stat().st_uid != os.getuid()):
                continue
            with (folder / LOCK).open("r+b") as stream:
                dead = held(stream) and (folder / LOCK).stat().st_size > 0
            if dead:
                shutil.rmtree(folder, ignore_errors=True)
