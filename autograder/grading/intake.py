"""From found files to submissions: read, recognise the session, normalise, fingerprint."""

from __future__ import annotations

import hashlib
import json
import re
import warnings
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course import Course
from autograder.errors import UserError
from autograder.grading.found import Found, find_submissions
from autograder.grading.release import Release, part_of

if TYPE_CHECKING:  # importing it takes half a second, which a run that finds nothing new does not need
    from nbformat import NotebookNode

_CHECK_CALL = re.compile(r"""\bcheck\(\s*["'](\d+)\.\d+["']""")


class Unusable(UserError):
    """A file is not a notebook of this course."""


@dataclass(frozen=True)
class Submission:
    """One notebook to grade, already normalised: `notebook_json` holds no outputs and the released check cells.

    `untouched` lists the exercises whose solution cell still is what was handed out. `sha256` is of the file as found.
    """

    student: str
    session: str
    notebook: str
    place: str
    file: str
    sha256: str
    flags: tuple[str, ...]
    untouched: tuple[str, ...]
    notebook_json: str


@dataclass(frozen=True)
class Unreadable:
    """A file that cannot be graded, and why. `session` is empty where even that is unknown."""

    student: str
    session: str
    notebook: str
    place: str
    file: str
    sha256: str
    reason: str


@dataclass(frozen=True)
class Unchanged:
    """A file whose recorded result still stands: it is not even opened as a notebook."""

    student: str
    session: str
    notebook: str
    place: str
    result: Mapping


Received = Submission | Unreadable | Unchanged
Receive = Callable[[Found, str], Submission | Unreadable]  # a found file and its sha256 -> what it turned out to be
Standing = Mapping[tuple[str, str], Mapping]  # results by student and sha256


def take_in(
    path: Path,
    course: Course,
    receive: Receive,
    only: Collection[str] | None = None,
    standing: Standing | None = None,
) -> list[Received]:
    """Everything under `path`, in order of student: what can be graded and what cannot.

    With `only`, notebooks of other sessions are left out. Of several notebooks of one student in one session the
    latest counts. A file whose result is `standing` is only compared by its hash. Raises `IntakeError` where nothing
    is found.
    """
    stems = tuple(s.stem for s in course.sessions)
    accounts: dict[str, set[str]] = defaultdict(set)
    received = []
    for found in find_submissions(path, course.limits.notebook_bytes, stems):
        accounts[found.student].add(found.account)
        digest = hashlib.sha256(found.data or b"").hexdigest()
        item = _unchanged(found, digest, standing or {}) or receive(found, digest)
        received.append((replace(found, data=None), item))
    named = [(found, _named_apart(found, accounts[found.student]), item) for found, item in received]
    if any(isinstance(item, Unchanged) and item.student != name for _, name, item in named):
        return take_in(path, course, receive, only)  # a namesake came or went since: recorded names do not hold
    items = [
        (found, item if isinstance(item, Unchanged) else replace(item, student=name)) for found, name, item in named
    ]
    if only is not None:
        items = [(found, item) for found, item in items if item.session in (*only, "")]
    return sorted(_latest(items), key=lambda item: (item.student, item.session))


def _named_apart(found: Found, accounts: set[str]) -> str:
    """Two students of one name keep their LMS numbers."""
    return f"{found.student} ({found.account})" if len(accounts) > 1 else found.student


def _unchanged(found: Found, digest: str, standing: Standing) -> Unchanged | None:
    for student in (found.student, f"{found.student} ({found.account})"):
        result = standing.get((student, digest))
        if result is not None and found.data is not None:
            return Unchanged(student, str(result["session"]), str(result["notebook"]), found.place, result)
    return None


def receive_with(course: Course, releases: Mapping[str, Release]) -> Receive:
    """How a file becomes a submission to this course."""
    return lambda found, digest: _receive(found, digest, course, releases)


def _receive(found: Found, digest: str, course: Course, releases: Mapping[str, Release]) -> Submission | Unreadable:
    from autograder.grading.normalise import normalise

    claimed = next((s for s in course.sessions if s.stem in (found.folder, found.stem)), None)
    try:
        if found.data is None:
            raise Unusable(found.trouble)
        notebook = read_notebook(found.data)
        session = session_of(notebook, course)
        if session not in releases:
            raise Unusable(f"session {session} is not among the sessions being graded")
        clean, flags, untouched = normalise(notebook, releases[session])
        stem = course.session(session).stem
        text = json.dumps(clean)
        return Submission(found.student, session, stem, found.place, found.file, digest, flags, untouched, text)
    except Unusable as reason:
        where = (claimed.id, claimed.stem) if claimed else ("", found.stem)
        return Unreadable(found.student, *where, found.place, found.file, digest, str(reason))


def read_notebook(data: bytes) -> NotebookNode:
    """The notebook in `data`, whatever its nbformat, as version 4. Raises `Unusable`."""
    import nbformat

    if not data.strip():
        raise Unusable("the file is empty")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is odd about a student's file is dealt with here, not reported
            raw = json.loads(data.decode("utf-8-sig"))
            if not isinstance(raw, dict) or "nbformat" not in raw:
                raise Unusable("not a notebook: the file holds other data")
            notebook = nbformat.from_dict(raw)
            if raw["nbformat"] != 4:
                notebook = nbformat.convert(notebook, 4)
            notebook = _with_plain_cells(notebook)
    except Unusable:
        raise
    except (ValueError, RecursionError) as error:
        raise Unusable("not a notebook: the file is not valid JSON text") from error
    except Exception as error:  # what nbformat says of a damaged notebook
        raise Unusable(f"not a notebook: its parts are damaged ({type(error).__name__})") from error
    return notebook


def session_of(notebook: NotebookNode, course: Course) -> str:
    """The session a notebook belongs to: by its metadata, else by the checks it calls. Raises `Unusable`."""
    known = {session.id for session in course.sessions}
    marked = notebook.metadata.get("course")
    if isinstance(marked, dict) and marked.get("session") in known:
        return marked["session"]
    called = [number for number in _mentioned(notebook) if number in known]
    if not called:
        raise Unusable("not a notebook of this course")
    return max(sorted(set(called)), key=called.count)


def _mentioned(notebook: NotebookNode) -> Iterable[str]:
    for cell in notebook.cells:
        _, exercise = part_of(str(cell.metadata.get("nbgrader", {}).get("grade_id", "")))
        if exercise:
            yield exercise.partition(".")[0]
        yield from _CHECK_CALL.findall(cell.source)


def _with_plain_cells(notebook: NotebookNode) -> NotebookNode:
    """Every cell with a text as its source and tables as its metadata, whatever a tool or a hand left there."""
    from nbformat import NotebookNode

    metadata = notebook.get("metadata")
    notebook.metadata = metadata if isinstance(metadata, dict) else NotebookNode()
    for cell in notebook.cells:
        source = cell.get("source", "")
        cell.source = "".join(source) if isinstance(source, list) else str(source)
        cell.source = cell.source.replace("\r\n", "\n")
        cell.cell_type = cell.get("cell_type", "raw")
        if not isinstance(cell.get("metadata"), dict):
            cell.metadata = NotebookNode()
        if not isinstance(cell.metadata.get("nbgrader", {}), dict):
            del cell.metadata["nbgrader"]
    return notebook


def _latest(named: list[tuple[Found, Received]]) -> list[Received]:
    """One notebook per student and session: the latest that can be read; the others are named in its flags."""
    groups: dict[tuple[str, str], list[tuple[Found, Received]]] = defaultdict(list)
    for found, item in named:
        key = item.session or f"unknown:{found.place}"
        groups[item.student, key].append((found, item))
    kept = []
    for group in groups.values():
        group.sort(key=lambda pair: (_can_be_graded(pair[1]), pair[0].modified, pair[0].place))
        *others, (_, chosen) = group
        if others and isinstance(chosen, Submission):
            names = ", ".join(Path(found.place).name for found, _ in others)
            chosen = replace(chosen, flags=(*chosen.flags, f"earlier notebooks not graded: {names}"))
        kept.append(chosen)
    return kept


def _can_be_graded(item: Received) -> bool:
    if isinstance(item, Unchanged):
        return item.result["outcome"] != "unreadable"
    return isinstance(item, Submission)
