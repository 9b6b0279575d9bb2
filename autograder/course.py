"""The course as frozen data: sessions, exercises, budgets, thresholds and limits, all read from course.toml."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from autograder.errors import UserError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

COURSE_FILE = Path(__file__).with_name("course.toml")
POINTS_PER_SESSION = 100


class CourseError(UserError):
    """course.toml says something the course cannot be."""


@dataclass(frozen=True)
class Exercise:
    """One numbered exercise and what it is worth."""

    id: str
    title: str
    points: float

    @property
    def slug(self) -> str:
        """The id as it stands in cell ids and file names: `36.8` becomes `36_8`."""
        return self.id.replace(".", "_")


@dataclass(frozen=True)
class Threshold:
    """What a trained model's score is held against: at least `value`, or at most where `most` is set.

    `deviation` is the standard deviation of the reference's score over seeds, as calibrated.
    """

    value: float
    deviation: float
    most: bool = False

    def __str__(self) -> str:
        return f"{self.value:g}"


@dataclass(frozen=True)
class Session:
    """One notebook: its exercises, its budgets (`budgets[budget][name]`) and thresholds (`[source][budget][name]`).

    `data` names the data sets it loads.
    """

    id: str
    stem: str
    title: str
    seed: int
    data: tuple[str, ...]
    exercises: tuple[Exercise, ...]
    budgets: Mapping[str, Mapping[str, float]]
    thresholds: Mapping[str, Mapping[str, Mapping[str, Threshold]]]

    def exercise(self, exercise_id: str) -> Exercise:
        """The exercise of that id; raises `CourseError` naming the ones there are."""
        for exercise in self.exercises:
            if exercise.id == exercise_id:
                return exercise
        raise CourseError(
            f"no exercise {exercise_id!r}: session {self.id} has {', '.join(e.id for e in self.exercises)}"
        )


@dataclass(frozen=True)
class Limits:
    """What one submission may use. Times in seconds, sizes in bytes; `processes` counts their threads."""

    cell_timeout_s: float
    total_timeout_s: float
    kernel_startup_timeout_s: float
    cpu_time_s: float
    memory_bytes: int
    scratch_bytes: int
    file_bytes: int
    processes: int
    output_bytes: int
    notebook_bytes: int
    evidence_bytes: int
    judge_timeout_s: float


@dataclass(frozen=True)
class Course:
    """The whole course."""

    title: str
    repository: str
    branch: str
    limits: Limits
    sessions: tuple[Session, ...]

    def session(self, session_id: str) -> Session:
        """The session of that id; raises `CourseError` naming the ones there are."""
        for session in self.sessions:
            if session.id == session_id:
                return session
        raise CourseError(f"no session {session_id!r}: the course has {', '.join(s.id for s in self.sessions)}")

    def exercise(self, exercise_id: str) -> tuple[Session, Exercise]:
        """The exercise of that id and the session it belongs to; raises `CourseError`."""
        session = self.session(exercise_id.partition(".")[0])
        return session, session.exercise(exercise_id)


@cache
def load_course(path: Path = COURSE_FILE) -> Course:
    """The course that `path` describes.

    Raises `CourseError`, naming the file, where points do not add up to 100 a session or an id is used twice.
    """
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    sessions = tuple(_session(entry, path) for entry in raw["sessions"])
    return Course(raw["title"], raw["repository"], raw["branch"], Limits(**raw["limits"]), sessions)


def _session(entry: dict, path: Path) -> Session:
    exercises = tuple(Exercise(**exercise) for exercise in entry["exercises"])
    ids = [exercise.id for exercise in exercises]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice:
        raise CourseError(f"{path}: exercise {twice[0]} stands twice in session {entry['id']}")
    total = sum(exercise.points for exercise in exercises)
    if total != POINTS_PER_SESSION:
        raise CourseError(f"{path}: the points of session {entry['id']} add up to {total:g}, not {POINTS_PER_SESSION}")
    budgets, thresholds = _freeze(entry.get("budgets", {})), _thresholds(entry.get("thresholds", {}), path)
    data = tuple(entry.get("data", ()))
    return Session(entry["id"], entry["stem"], entry["title"], entry["seed"], data, exercises, budgets, thresholds)


def _thresholds(tables: dict, path: Path) -> Mapping:
    def one(name: str, said: dict) -> Threshold:
        if not isinstance(said, dict) or set(said) not in ({"at_least", "sd"}, {"at_most", "sd"}):
            raise CourseError(f"{path}: threshold {name} is {said}: it needs sd, and at_least or at_most")
        return Threshold(said.get("at_least", said.get("at_most")), said["sd"], "at_most" in said)

    return _freeze(
        {
            source: {
                budget: {name: one(name, said) for name, said in table.items()} for budget, table in budgets.items()
            }
            for source, budgets in tables.items()
        }
    )


def _freeze(value):
    return MappingProxyType({k: _freeze(v) for k, v in value.items()}) if isinstance(value, dict) else value
