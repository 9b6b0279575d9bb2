"""Names of students as names of files: readable, unlike for unlike students, and never a way out of the folder."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

MAX_LENGTH = 60  # characters; with four bytes each still within what file systems take
_UNSAFE = re.compile(r"[^\w.@+-]")
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)


def safe_name(name: str) -> str:
    """`name` as one part of a path; a name that had to be changed gets a few digits of its hash."""
    plain = unicodedata.normalize("NFC", name)
    safe = _UNSAFE.sub("_", plain).strip("._ ")[:MAX_LENGTH]
    if safe and safe == name and not _RESERVED.match(safe):
        return safe
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{safe or 'student'}-{mark}"


def feedback_path(student: str, session: str) -> PurePosixPath:
    """Where a student's feedback lies in the results' folder."""
    return PurePosixPath("feedback", safe_name(student), f"{safe_name(session or 'unknown')}.html")
