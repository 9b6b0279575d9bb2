"""Results on disk: appended one by one as they come, and read again when a run goes on."""

from __future__ import annotations

import csv
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Session
from autograder.errors import UserError
from autograder.findings import Verdict
from autograder.grading.intake import Received, Submission, Unreadable
from autograder.grading.outcome import Graded

RESULTS, GRADES, RUN = "results.jsonl", "grades.csv", "run.json"
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


class RecordError(UserError):
    """What an earlier run recorded cannot be used."""


@dataclass(frozen=True)
class Loaded:
    """The results on disk, the latest of each submission, and a warning for each line that is not one."""

    results: tuple[Mapping, ...]
    warnings: tuple[str, ...]


def result_of(submission: Submission, graded: Graded, seconds: float, version: str, seed: int) -> dict:
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
        "course_version": version,
        "seed": seed,
    }


def unreadable_result(item: Unreadable, session: Session | None, version: str, seed: int) -> dict:
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
        "course_version": version,
        "seed": seed,
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
    """What `out` records. Lines that are no results are left in the file and named in the warnings."""
    path = out / RESULTS
    if not path.exists():
        return Loaded((), ())
    latest: dict[tuple, Mapping] = {}
    dropped = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            result = json.loads(line)
            if not isinstance(result, dict) or any(key not in result for key in _NEEDED):
                raise ValueError
        except (ValueError, RecursionError):
            dropped.append(str(number))
            continue
        latest[key_of(result)] = result
    warnings = ()
    if dropped:
        lines = "line " + ", ".join(dropped) if len(dropped) == 1 else "lines " + ", ".join(dropped)
        warnings = (f"{path}: {lines}: not a result, left out ({len(dropped)} in all)",)
    return Loaded(tuple(latest[key] for key in sorted(latest)), warnings)


def key_of(result: Mapping) -> tuple[str, str, str]:
    """What makes two results be of the same submission."""
    return str(result["student"]), str(result["session"]), str(result["notebook"])


def is_current(result: Mapping | None, item: Received, version: str, seed: int) -> bool:
    """Whether `result` still stands for the notebook in hand, so that it need not be run again."""
    return (
        result is not None
        and result["sha256"] == item.sha256
        and result.get("course_version") == version
        and result.get("seed") == seed
        and result["outcome"] != "grader_error"
        and (result["outcome"] == "unreadable") == isinstance(item, Unreadable)
    )


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


def write_run(out: Path, seed: int, isolation: str) -> None:
    """Record the seed and the isolation of the run."""
    replace_text(out / RUN, json.dumps({"seed": seed, "isolation": isolation}, indent=1) + "\n")


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
        "findings": [
            {"key": f.key, "check": f.check, "passed": f.passed, "expected": f.expected, "got": f.got, "hint": f.hint}
            for f in verdict.findings
        ],
    }
