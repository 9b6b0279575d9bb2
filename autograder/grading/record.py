"""Results on disk: appended one by one as they come, and read again when a run goes on."""

from __future__ import annotations

import csv
import json
import os
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course import Session
from autograder.errors import UserError
from autograder.findings import Finding, Verdict
from autograder.grading.intake import Received, Submission, Unreadable

if TYPE_CHECKING:  # importing it brings nbclient, half a second that a run which finds nothing new does not need
    from autograder.grading.outcome import Graded

RESULTS, GRADES, RUN = "results.jsonl", "grades.csv", "run.json"
NEW = "it is new"
SEED_BITS = 62  # large, so that nobody who sees sealed inputs can try all seeds until they match
_NEEDED = (
    "student",
    "session",
    "notebook",
    "outcome",
    "points",
    "max_points",
    "seconds",
    "sha256",
    "flags",
    "exercises",
)


_CHANGED = {
    "course_version": "the course or its grader changed",
    "seed": "the seed changed",
    "budget": "the budget changed",
    "data": "the data changed",
}
Terms = Mapping[
    str, object
]  # what a result was made under, by the keys of `_CHANGED`: it stands while they are the same


class RecordError(UserError):
    """What an earlier run recorded cannot be used."""


@dataclass(frozen=True)
class Loaded:
    """The results on disk, the latest of each submission, and a warning for each line that is not one.

    `starts` says for each result at which byte of the file its line begins; `size` is the file's.
    """

    results: tuple[Mapping, ...]
    warnings: tuple[str, ...]
    starts: tuple[int, ...] = ()
    size: int = 0

    def since(self, position: int) -> tuple[Mapping, ...]:
        """The results that were recorded behind the first `position` bytes."""
        return tuple(result for result, start in zip(self.results, self.starts, strict=True) if start >= position)


def result_of(submission: Submission, graded: Graded, seconds: float, terms: Terms, isolation: str) -> dict:
    """One line of results.jsonl."""
    return {
        "student": submission.student,
        "session": submission.session,
        "notebook": submission.notebook,
        "outcome": graded.outcome,
        "points": graded.points,
        "max_points": graded.max_points,
        "seconds": round(seconds, 2),
        "sha256": submission.sha256,
        "flags": [*submission.flags, *graded.flags],
        "exercises": [_exercise(verdict) for verdict in graded.verdicts],
        "file": submission.file,
        **terms,
        "isolation": isolation,
    }


def unreadable_result(item: Unreadable, session: Session | None, terms: Terms) -> dict:
    """The line of a file that could not be graded; `session` is None where even that is unknown."""
    exercises = session.exercises if session else ()
    verdicts = [Verdict(e.id, e.title, "unreadable", 0.0, e.points) for e in exercises]
    return {
        "student": item.student,
        "session": item.session,
        "notebook": item.notebook,
        "outcome": "unreadable",
        "points": 0.0,
        "max_points": sum(verdict.max_points for verdict in verdicts),
        "seconds": 0.0,
        "sha256": item.sha256,
        "flags": [f"unreadable: {item.reason}"],
        "exercises": [_exercise(verdict) for verdict in verdicts],
        "file": item.file,
        **terms,
        "isolation": "",
    }


def append(out: Path, result: Mapping) -> None:
    """Add one line to results.jsonl, on disk before this returns; a broken last line stays a line of its own."""
    path = out / RESULTS
    with path.open("a+b") as stream:
        if stream.tell():
            stream.seek(-1, os.SEEK_END)
            if stream.read(1) != b"\n":  # a killed run left half a line
                stream.write(b"\n")
        stream.write(json.dumps(result, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
        stream.flush()
        os.fsync(stream.fileno())


def load(out: Path) -> Loaded:
    """What `out` records. Lines that are no results are left in the file and named in the warnings.

    That a file could not be read is forgotten once a later line is of the same file and says otherwise.
    """
    path = out / RESULTS
    if not path.exists():
        return Loaded((), ())
    latest: dict[tuple, tuple[int, Mapping]] = {}
    of_file: dict[tuple, tuple] = {}
    dropped = []
    data = path.read_bytes()
    end = 0
    for number, line in enumerate(data.split(b"\n"), 1):
        start, end = end, end + len(line) + 1
        if not line.strip():
            continue
        try:
            result = json.loads(line)
            if not isinstance(result, dict) or any(key not in result for key in _NEEDED):
                raise ValueError
        except (ValueError, RecursionError):
            dropped.append(str(number))
            continue
        latest[key_of(result)] = start, result
        of_file[file_of(result)] = key_of(result)
    for key, (_, result) in tuple(latest.items()):
        if result["outcome"] == "unreadable" and of_file[file_of(result)] != key:
            del latest[key]
    warnings = ()
    if dropped:
        lines = "line " + ", ".join(dropped) if len(dropped) == 1 else "lines " + ", ".join(dropped)
        warnings = (f"{path}: {lines}: not a result, left out ({len(dropped)} in all)",)
    order = sorted(latest)
    return Loaded(tuple(latest[k][1] for k in order), warnings, tuple(latest[k][0] for k in order), len(data))


def key_of(result: Mapping) -> tuple[str, str, str]:
    """What makes two results be of the same submission."""
    return str(result["student"]), str(result["session"]), str(result["notebook"])


def file_of(result: Mapping) -> tuple[str, str]:
    """Whose file a result is of, and which."""
    return str(result["student"]), str(result.get("file", ""))


def why_again(result: Mapping | None, item: Received, terms: Terms) -> str:
    """Why the notebook in hand has to be graded though `result` is recorded for it; empty where that still stands."""
    if result is None:
        return NEW
    if result["sha256"] != item.sha256 or (result["outcome"] == "unreadable") != isinstance(item, Unreadable):
        return "the notebook changed"
    return _why_not_standing(result, terms)


def standing(results: Iterable[Mapping], terms_of: Callable[[str], Terms]) -> dict[tuple[str, str], Mapping]:
    """The results that still stand for a file of the same student and the same sha256, by these two."""
    return {
        (str(result["student"]), str(result["sha256"])): result
        for result in results
        if not _why_not_standing(result, terms_of(str(result["session"])))
    }


def _why_not_standing(result: Mapping, terms: Terms) -> str:
    if result["outcome"] == "grader_error":
        return "the grader had failed"
    return next((why for key, why in _CHANGED.items() if result.get(key) != terms[key]), "")


def settle_seed(out: Path, asked: int | None) -> int:
    """The seed of the run: the one asked for, else the one recorded, else a fresh one. Raises `RecordError`."""
    if asked is not None:
        return asked
    recorded = read_run(out).get("seed")
    if recorded is None:
        return secrets.randbits(SEED_BITS)
    if not isinstance(recorded, int) or isinstance(recorded, bool) or recorded < 0:
        raise RecordError(f"{out / RUN}: the recorded seed is not a number: delete the file or give --seed")
    return recorded


def read_run(out: Path) -> dict:
    """What `run.json` says of the run, empty where there is none. Raises `RecordError`."""
    path = out / RUN
    if not path.exists():
        return {}
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise RecordError(f"{path}: not valid JSON: delete the file or give --seed") from error
    if not isinstance(run, dict):
        raise RecordError(f"{path}: not a table: delete the file or give --seed")
    return run


def write_run(out: Path, **known) -> None:
    """Record what is known of the run, beside what `run.json` says already. Writes nothing where nothing is new."""
    try:
        before = read_run(out)
    except RecordError:  # it is about to be replaced: who got here gave the seed
        before = {}
    if {**before, **known} != before:
        replace_text(out / RUN, json.dumps({**before, **known}, indent=1) + "\n")


def write_grades(out: Path, results: Iterable[Mapping]) -> Path:
    """grades.csv: one row per student and exercise."""
    path = out / GRADES
    partial = path.with_suffix(".partial")
    with partial.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["student", "session", "exercise", "points", "max_points", "outcome"])
        for result in results:
            for e in result["exercises"]:
                row = (result["student"], result["session"], e["id"], e["points"], e["max_points"], e["outcome"])
                writer.writerow(row)
    partial.replace(path)
    return path


def replace_text(path: Path, text: str) -> None:
    """Write `text` to `path` in one piece: a reader never sees half a file."""
    partial = path.with_suffix(path.suffix + ".partial")
    partial.write_text(text, encoding="utf-8", errors="backslashreplace")
    partial.replace(path)


def _exercise(verdict: Verdict) -> dict:
    return {
        "id": verdict.exercise,
        "title": verdict.title,
        "outcome": verdict.outcome,
        "points": verdict.points,
        "max_points": verdict.max_points,
        "findings": [_finding(finding) for finding in verdict.findings],
    }


def _finding(finding: Finding) -> dict:
    told = {name: getattr(finding, name) for name in ("key", "check", "passed", "expected", "got", "hint")}
    if finding.measure is not None:
        told["measure"] = {
            "name": finding.measure.name,
            "value": finding.measure.value,
            "threshold": finding.measure.threshold.value,
        }
    return told
