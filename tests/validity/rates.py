"""The two rates of the autograder: python -m tests.validity.rates [--session 38] [--whole] [--workers 2] [--out DIR]

Right answers that lose points, and wrong ones that get full marks. Every case file is handed in as a notebook of its
own (with what its exercise builds on), and the engine grades all as one class. A wrong answer must be caught by the
check that its file names, with the hint that it names. A stopped run goes on in the same DIR. What was found is written
down in `rates.json`. Exit code 1 where an answer is not graded as its file says.

With `--whole` each wrong answer is handed in among the right answers to all other exercises, and must cost nothing
there. That takes about four times as long, and is not written down.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import nbformat
from rich.console import Console
from rich.table import Table

from autograder.cases import Case, load_case, only_exercises, reference, submission
from autograder.check_notebook import own_isolation
from autograder.course import Session, load_course
from autograder.grade_class import grade_class
from autograder.grading.plan import data_sources
from autograder.grading.run import Options

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FOUND = HERE / "rates.json"
SEED = 6


@dataclass(frozen=True)
class Rates:
    """Of an exercise on some data, which is named as course.toml names it: right answers and how many of them lost
    points, wrong ones and how many got full marks."""

    exercise: str
    data: str
    day: str
    right: int
    failed: int
    wrong: int
    passed: int


def all_cases(session: Session) -> list[Case]:
    """The wrong and the other right answers of a session."""
    paths = sorted((ROOT / "tests" / "submissions" / f"session_{session.id}").glob("*.py"))
    return [case for case in map(load_case, paths) if case.kind in ("mistake", "alternative")]


def hand_in(session: Session, folder: Path, whole: bool) -> dict[str, Case | None]:
    """Write a notebook for each case, and the reference's; returns the cases by student, None for the reference.

    `whole`: of the wrong answers only, each with all the other exercises.
    """
    handed_in: dict[str, Case | None] = {f"reference-{session.id}": None}
    _write(reference(ROOT, session), session, folder, f"reference-{session.id}")
    for case in all_cases(session):
        if whole and case.kind != "mistake":
            continue
        student = f"{session.id}-{case.name}"
        handed_in[student] = case
        notebook = submission(ROOT, session, replace(case, rest="reference") if whole else case)
        _write(notebook if whole else only_exercises(notebook, {case.exercise}), session, folder, student)
    return handed_in


def _write(notebook, session: Session, folder: Path, student: str) -> None:
    path = folder / student / session.stem / f"{session.stem}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def complaints(case: Case | None, result: Mapping, whole: bool = False) -> Iterator[str]:
    """What is not as the case says, one sentence each. `whole`: the other exercises are right, too."""
    for exercise in result["exercises"]:
        full = exercise["points"] == exercise["max_points"]
        failed = {finding["key"]: finding for finding in exercise["findings"] if not finding["passed"]}
        told = ", ".join(failed) or exercise["outcome"]
        elsewhere = case is not None and exercise["id"] != case.exercise
        if case is None or (whole and elsewhere) or (not elsewhere and case.kind == "alternative"):
            if not full:
                yield f"{exercise['id']} is right and gets {exercise['points']:g}: {told}"
        elif not elsewhere:
            if case.caught_by not in failed:
                yield f"{exercise['id']} is not caught by {case.caught_by}, but by {told}"
            elif case.hint not in failed[case.caught_by]["hint"]:
                yield f"{exercise['id']} gets another hint: {failed[case.caught_by]['hint']}"
            if exercise["points"] > case.at_most:
                yield f"{exercise['id']} gets {exercise['points']:g}, more than {case.at_most:g}"


def rates(handed_in: Mapping[str, Case | None], results: Mapping[str, Mapping]) -> list[Rates]:
    """The counts of each exercise, from the results by student."""
    counts: dict[str, list[int]] = {}
    for student, case in handed_in.items():
        for exercise in results[student]["exercises"]:
            if case is not None and exercise["id"] != case.exercise:
                continue
            right, failed, wrong, passed = counts.setdefault(exercise["id"], [0, 0, 0, 0])
            full = exercise["points"] == exercise["max_points"]
            if case is None or case.kind == "alternative":
                counts[exercise["id"]] = [right + 1, failed + (not full), wrong, passed]
            else:
                counts[exercise["id"]] = [right, failed, wrong + 1, passed + full]
    course, day = load_course(), date.today().isoformat()
    return [Rates(e, data_sources(course.exercise(e)[0].data), day, *counts[e]) for e in counts]


def load_found(path: Path = FOUND) -> list[Rates]:
    """What was written down, in the course's order."""
    return [Rates(**entry) for entry in json.loads(path.read_text("utf-8"))] if path.exists() else []


def store_found(found: list[Rates], path: Path = FOUND) -> None:
    """Write the counts down, each exercise's in the place of its earlier ones on the same data."""
    known = {(rate.exercise, rate.data): rate for rate in (*load_found(path), *found)}
    order = [exercise.id for session in load_course().sessions for exercise in session.exercises]
    entries = [json.dumps(asdict(known[key])) for key in sorted(known, key=lambda key: (order.index(key[0]), key[1]))]
    path.write_text("[\n" + ",\n".join(entries) + "\n]\n", encoding="utf-8")


def table(found: list[Rates]) -> Table:
    """The rates, exercise by exercise."""
    shown = Table("exercise", "right answers", "lost points", "wrong answers", "got full marks", box=None)
    for rate in found:
        shown.add_row(rate.exercise, *map(str, (rate.right, rate.failed, rate.wrong, rate.passed)))
    shown.add_row("all", *(str(sum(getattr(r, key) for r in found)) for key in ("right", "failed", "wrong", "passed")))
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--session", action="append", help="only this one; may be repeated")
    parser.add_argument("--whole", action="store_true", help="wrong answers among right ones: what they cost there")
    # One more than there are cores: between a notebook and the next, and while its judge works, a core is not idle.
    parser.add_argument("--workers", type=int, default=(os.cpu_count() or 1) + 1)
    parser.add_argument("--out", type=Path, default=Path("validity"), help="folder for notebooks and results")
    chosen = parser.parse_args()
    course, console = load_course(), Console()
    sessions = [course.session(name) for name in chosen.session or [s.id for s in course.sessions]]
    handed_in: dict[str, Case | None] = {}
    for session in sessions:
        handed_in |= hand_in(session, chosen.out / "submitted", chosen.whole)
    options = Options(own_isolation())
    done = grade_class(chosen.out / "submitted", chosen.out, None, chosen.workers, options, SEED, root=ROOT)
    results = {result["student"]: result for result in done.results}
    if not chosen.whole:
        found = rates(handed_in, results)
        store_found(found)
        console.print(table(found))
    said = [f"{s}: {line}" for s, case in handed_in.items() for line in complaints(case, results[s], chosen.whole)]
    for line in said:
        console.print(line, markup=False)
    if chosen.whole:
        console.print(f"{len(handed_in)} whole notebooks, {len(said)} complaints")
    raise SystemExit(bool(said))


if __name__ == "__main__":
    main()
