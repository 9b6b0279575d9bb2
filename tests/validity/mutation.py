"""Which wrong answers keep full marks: python -m tests.validity.mutation [--exercise 36.4 …] [--workers 2]

Every mutant of every solution is run on top of the session's own cells and examined as a student's answer is. Those
that keep full marks are listed; `equivalent.toml` says of some of them why they are right. What was found is written
down in `mutation.json`, an exercise in the place of its earlier result on the same data. Exit code 1 where a survivor
is not explained.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import tomllib
from rich.console import Console
from rich.table import Table

from autograder.cases import solution_sources
from autograder.course import load_course
from autograder.grading.plan import data_sources
from autograder.grading.sandbox import ONE_THREAD
from tests.validity.mutants import Mutant, mutants

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FOUND, EQUIVALENT = HERE / "mutation.json", HERE / "equivalent.toml"
MOST_SECONDS = 180  # of one mutant
_lesson = None  # of a worker process


@dataclass(frozen=True)
class Kills:
    """How many of an exercise's mutants were run on some data, named as course.toml does, and which kept full marks."""

    exercise: str
    data: str
    day: str
    mutants: int
    survivors: tuple[str, ...]

    def wrong(self, reasons: Mapping[str, str]) -> int:
        """How many of the mutants are not among the right answers that `reasons` explains."""
        return self.mutants - sum(name in reasons for name in self.survivors)

    def rate(self, reasons: Mapping[str, str]) -> str:
        """The share of these that lost points, for people."""
        wrong = self.wrong(reasons)
        return f"{(self.mutants - len(self.survivors)) / wrong:.1%}" if wrong else "none"


def explained() -> dict[str, str]:
    """Why survivors are right answers, by the mutant's name."""
    table = tomllib.loads(EQUIVALENT.read_text("utf-8"))
    return {name: group["why"] for group in table["group"] for name in group["mutants"]}


def load_found(path: Path = FOUND) -> dict[tuple[str, str], Kills]:
    """What earlier runs found, by exercise and data."""
    entries = json.loads(path.read_text("utf-8")) if path.exists() else []
    found = [Kills(**{**entry, "survivors": tuple(entry["survivors"])}) for entry in entries]
    return {(kills.exercise, kills.data): kills for kills in found}


def store_found(found: dict[tuple[str, str], Kills], path: Path = FOUND) -> None:
    """Write it down, in the course's order."""
    order = [exercise.id for session in load_course().sessions for exercise in session.exercises]
    places = sorted(found, key=lambda place: (order.index(place[0]), place[1]))
    entries = [json.dumps(asdict(found[place]), ensure_ascii=False) for place in places]
    path.write_text("[\n" + ",\n".join(entries) + "\n]\n", encoding="utf-8")


def run(exercise: str, chosen: list[Mutant], workers: int) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant, and whether it keeps full marks."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, spawn, initializer=_load, initargs=(exercise,)) as pool:
        yield from zip(chosen, pool.map(_keeps_full_marks, chosen), strict=True)


def _load(exercise: str) -> None:
    global _lesson
    os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="", AUTOGRADER_BUDGET="fast", MPLBACKEND="Agg")
    os.environ.update(ONE_THREAD)
    from tests.exercises.lesson import BUILDS_ON, load_lesson

    _lesson = load_lesson(ROOT, exercise.split(".")[0], BUILDS_ON.get(exercise, ()))


def _keeps_full_marks(mutant: Mutant) -> bool:
    try:
        with _time_limit(MOST_SECONDS):
            verdict = _lesson.examine(mutant.exercise, mutant.code)
    except _TooLong:
        return False
    return verdict.points == load_course().exercise(mutant.exercise)[1].points


class _TooLong(BaseException):
    """Past `except Exception` of the code that is being run."""


@contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    def stop(*_):
        raise _TooLong

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def table(found: Iterable[Kills]) -> Table:
    """The kill rates, exercise by exercise."""
    reasons = explained()
    shown = Table("exercise", "mutants", "keep full marks", "of these right", "unexplained", "killed", box=None)
    everything = list(found)
    names = tuple(name for kills in everything for name in kills.survivors)
    everything.append(Kills("all", "", "", sum(kills.mutants for kills in everything), names))
    for kills in everything:
        right = kills.mutants - kills.wrong(reasons)
        counts = (kills.mutants, len(kills.survivors), right, len(kills.survivors) - right)
        shown.add_row(kills.exercise, *map(str, counts), kills.rate(reasons))
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--exercise", action="append", help="only this one; may be repeated")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--every", type=int, default=1, help="only every Nth mutant, and nothing is written down")
    chosen = parser.parse_args()
    console, found, reasons = Console(), load_found(), explained()
    done = []
    for session in load_course().sessions:
        sources = solution_sources(ROOT, session)
        for exercise in (e.id for e in session.exercises if e.id in (chosen.exercise or sources)):
            some = list(mutants(exercise, sources[exercise]))[:: chosen.every]
            survivors = []
            for mutant, keeps in run(exercise, some, min(chosen.workers, len(some))):
                if keeps:
                    survivors.append(mutant.name)
                    console.print(f"{mutant.name}: {reasons.get(mutant.name, 'keeps full marks')}", markup=False)
            data, day = data_sources(session.data), date.today().isoformat()
            done.append(Kills(exercise, data, day, len(some), tuple(survivors)))
            if chosen.every == 1:
                found[exercise, data] = done[-1]
                store_found(found)
    console.print(table(done))
    raise SystemExit(any(name not in reasons for kills in done for name in kills.survivors))


if __name__ == "__main__":
    main()
