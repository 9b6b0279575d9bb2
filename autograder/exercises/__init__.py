"""Every exercise is two functions, found by its id: one collects beside the student's objects, one judges apart.

A session's folder keeps them in files of their own, because they live on two sides of the wall: `collect.py` goes into
the sandbox, `sealed.py` and `judge*.py` never do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module

import numpy as np

from autograder.course import CourseError, Session, Threshold, load_course
from autograder.findings import Finding


@dataclass(frozen=True)
class Sealed:
    """What an exercise is examined on: `inputs` go to the kernel, `key` (labels, expectations) stays with the judge."""

    inputs: Mapping = field(default_factory=dict)
    key: Mapping = field(default_factory=dict)


@dataclass(frozen=True)
class Draw:
    """What sealed inputs are drawn with: `rng` belongs to one exercise, `seed` to the whole run."""

    session: Session
    seed: int
    budget: str
    rng: np.random.Generator

    def threshold(self, source: str, name: str) -> Threshold:
        """What course.toml asks for under this budget, on data of that source. Raises `CourseError`."""
        try:
            return self.session.thresholds[source][self.budget][name]
        except KeyError as error:
            raise CourseError(
                f"course.toml has no threshold {name} for {source}, budget {self.budget}, session {self.session.id}"
            ) from error


@dataclass(frozen=True)
class Collector:
    """`answers`: the names a student's notebook must define. `collect(answers, inputs)` turns them into evidence.

    `given` are names that the lesson itself defines: they are collected too, but having them is no attempt.
    """

    answers: tuple[str, ...]
    collect: Callable[[Mapping, Mapping], dict]
    given: tuple[str, ...] = ()


Part = Callable[[Mapping, Sealed], Iterator[Finding]]


def collector(exercise_id: str) -> Collector:
    """The kernel's half of an exercise. Raises `CourseError` for an id the course does not have."""
    return _registered("collect", "COLLECT", exercise_id)


def parts(exercise_id: str) -> tuple[Part, ...]:
    """The judge's half: independent parts, each a generator of findings. Raises `CourseError`."""
    return _registered("judge", "JUDGE", exercise_id)


def seal(exercise_id: str, seed: int, budget: str) -> Sealed:
    """The sealed inputs of an exercise, drawn from `seed` and the exercise's own number. Raises `CourseError`."""
    session, exercise = load_course().exercise(exercise_id)
    position = session.exercises.index(exercise)
    draw = Draw(session, seed, budget, np.random.default_rng([seed, int(session.id), position]))
    return _registered("sealed", "SEAL", exercise_id)(draw)


def _registered(module: str, table: str, exercise_id: str):
    session, exercise = load_course().exercise(exercise_id)
    registry = getattr(import_module(f"autograder.exercises.session_{session.id}.{module}"), table)
    if exercise.id not in registry:
        raise CourseError(f"exercise {exercise.id} has no entry in {table} of session {session.id}")
    return registry[exercise.id]
