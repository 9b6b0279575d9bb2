"""How much a right solution's score varies, and whether the thresholds leave room for it.

Every right solution is graded through the engine with many seeds, each of which draws its own initial weights, order of
batches and sealed inputs. A threshold holds where it lies at least `ROOM_SD` standard deviations from every mean.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbformat import NotebookNode

from autograder.cases import Case, load_case, only_exercises, reference, submission
from autograder.check_notebook import own_isolation
from autograder.course import Course, Session, Threshold
from autograder.downloads import FULL, missing_files
from autograder.errors import UserError
from autograder.exercises import seal
from autograder.findings import Measure
from autograder.grading.flow import grade_submission
from autograder.grading.intake import receive_with, take_in
from autograder.grading.judge import JudgeProcess
from autograder.grading.outcome import Graded
from autograder.grading.own_course import graded_rules
from autograder.grading.plan import Line, data_sources, settle_budget
from autograder.grading.release import load_releases
from autograder.grading.worker import open_worker

ROOM_SD = 4.0
NUMBERS = Path(__file__).with_name("calibration.json")
_WIDTH = 60  # characters of a picture


class CalibrationError(UserError):
    """A solution that should be right is not, or nothing was measured."""


@dataclass(frozen=True)
class Spread:
    """One score of one right solution over many seeds, and what it was measured with.

    `most` says that the score, a loss, must stay below the threshold. `source` is the data's id in course.toml.
    """

    session: str
    exercise: str
    measure: str
    source: str
    budget: str
    solution: str
    values: tuple[float, ...]
    day: str
    made_with: str

    @property
    def mean(self) -> float:
        return statistics.fmean(self.values)

    @property
    def deviation(self) -> float:
        """Standard deviation over the seeds."""
        return statistics.stdev(self.values)

    @property
    def key(self) -> tuple[str, ...]:
        """What a later measurement replaces."""
        return self.session, self.exercise, self.measure, self.source, self.budget, self.solution

    def room(self, threshold: Threshold) -> float:
        """Standard deviations from the mean to the threshold, on the side where scores should lie."""
        return (self.mean - threshold.value) * (-1 if threshold.most else 1) / max(self.deviation, 1e-9)


def calibrate(
    course: Course,
    root: Path,
    session: Session,
    seeds: int,
    workers: int,
    say: Callable[[str], None],
    only: Collection[str] = (),
) -> Iterator[Spread]:
    """Grade the reference, and the other right solutions of the exercises that have a threshold, with so many seeds.

    Done for each data source on this machine, a spread at a time. `only` names the solutions to grade, all of them
    where it is empty. Raises `CalibrationError`, `IsolationError`.
    """
    done: set[str] = set()
    for environment in _sources():
        with _environment(environment):
            data_sources.cache_clear()
            if data_sources(session.data) in done:
                continue
            done.add(data_sources(session.data))
            line = Line(course, load_releases(root, (session,)), 0, workers, settle_budget(course), own_isolation())
            say(f"session {session.id}, {data_sources(session.data)}: {seeds} seeds")
            yield from _measured(line, root, session, seeds, say, only)
    data_sources.cache_clear()


def picture(spread: Spread, threshold: Threshold) -> str:
    """The scores on a line of characters: a digit counts the seeds there, `|` is the threshold, `^` the mean."""
    marks = (*spread.values, threshold.value)
    low, high = min(marks), max(marks)
    step = max(high - low, 1e-9) / (_WIDTH - 1)

    def place(value: float) -> int:
        return round((value - low) / step)

    counts = [0] * _WIDTH
    for value in spread.values:
        counts[place(value)] += 1
    shown = [str(min(count, 9)) if count else "·" for count in counts]
    at = place(threshold.value)
    shown[at] = "|" if shown[at] == "·" else shown[at]
    below = " " * place(spread.mean) + "^"
    return f"  {low:.3f} {''.join(shown)} {high:.3f}\n  {' ' * len(f'{low:.3f}')} {below}"


def load_numbers(path: Path = NUMBERS) -> list[Spread]:
    """What has been measured and written down; nothing where there is no such file."""
    if not path.exists():
        return []
    return [Spread(**{**entry, "values": tuple(entry["values"])}) for entry in json.loads(path.read_text("utf-8"))]


def store_numbers(spreads: list[Spread], path: Path = NUMBERS) -> None:
    """Write measurements down, each in the place of an earlier one of the same thing."""
    known = {spread.key: spread for spread in (*load_numbers(path), *spreads)}
    entries = [json.dumps(_entry(known[key]), ensure_ascii=False) for key in sorted(known)]
    path.write_text("[\n" + ",\n".join(entries) + "\n]\n", encoding="utf-8")


def too_near(course: Course, spreads: Iterable[Spread]) -> list[str]:
    """A line for each threshold that leaves less than `ROOM_SD` standard deviations of room."""
    lines = []
    for spread in spreads:
        threshold = threshold_of(course, spread)
        if spread.room(threshold) < ROOM_SD:
            what = f"{spread.exercise} {spread.measure}, {spread.source}, {spread.budget}, {spread.solution}"
            lines.append(
                f"{what}: the threshold {threshold.value} leaves {spread.room(threshold):.1f} standard deviations "
                f"(mean {spread.mean:.4f}, sd {spread.deviation:.4f}, n {len(spread.values)})"
            )
    return lines


def _entry(spread: Spread) -> dict:
    return asdict(replace(spread, values=tuple(round(value, 4) for value in spread.values)))


def threshold_of(course: Course, spread: Spread) -> Threshold:
    """The threshold that a spread is held against."""
    return course.session(spread.session).thresholds[spread.source][spread.budget][spread.measure]


def _measured(
    line: Line, root: Path, session: Session, seeds: int, say: Callable[[str], None], only: Collection[str]
) -> Iterator[Spread]:
    """The spreads of the right solutions on the data that is in use now."""
    exercises = {exercise.id for exercise in session.exercises if _has_threshold(line, exercise.id)}
    notebooks = {"reference": (only_exercises(reference(root, session), exercises), exercises)}
    for case in _alternatives(root, session, exercises):
        notebooks[case.name] = (only_exercises(submission(root, session, case), {case.exercise}), {case.exercise})
    if unknown := set(only) - set(notebooks):
        raise CalibrationError(
            f"session {session.id} has no right solution {sorted(unknown)[0]!r}; there are {', '.join(notebooks)}"
        )
    for solution, (notebook, wanted) in notebooks.items():
        if only and solution not in only:
            continue
        scores = _scores(line, session, notebook, seeds)
        if silent := wanted - {exercise for exercise, _ in scores}:
            raise CalibrationError(f"session {session.id}: {solution} has no score for {', '.join(sorted(silent))}")
        for (exercise, name), measures in sorted(scores.items()):
            if exercise in wanted:
                spread = _spread(line, session, exercise, name, solution, measures)
                say(f"{solution}, {exercise} {name}: mean {spread.mean:.4f}, sd {spread.deviation:.4f}")
                say(picture(spread, measures[0].threshold))
                yield spread


def _has_threshold(line: Line, exercise: str) -> bool:
    return any(isinstance(value, Threshold) for value in seal(exercise, line.seed, line.budget).key.values())


def _alternatives(root: Path, session: Session, exercises: set[str]) -> list[Case]:
    """The other right solutions of those exercises, from the case files."""
    paths = sorted((root / "tests" / "submissions" / f"session_{session.id}").glob("*.py"))
    return [case for case in map(load_case, paths) if case.kind == "alternative" and case.exercise in exercises]


def _scores(line: Line, session: Session, notebook: NotebookNode, seeds: int) -> dict[tuple[str, str], list[Measure]]:
    """By exercise and name, the scores of one notebook with each of the seeds. Raises `CalibrationError`."""
    shares = [range(start, seeds, line.workers) for start in range(line.workers)]
    with ThreadPoolExecutor(line.workers) as pool:
        graded = [g for job in [pool.submit(_graded, line, notebook, share) for share in shares] for g in job.result()]
    scores: dict[tuple[str, str], list[Measure]] = {}
    for verdict in (verdict for one in graded for verdict in one.verdicts):
        for measure in (finding.measure for finding in verdict.findings if finding.measure):
            scores.setdefault((verdict.exercise, measure.name), []).append(measure)
    short = [key for key, found in scores.items() if len(found) < seeds]
    if short or not scores:
        said = sorted({" ".join((one.outcome, *one.flags)) for one in graded})
        raise CalibrationError(f"session {session.id}: a right solution did not give every score ({'; '.join(said)})")
    return scores


def _graded(line: Line, notebook: NotebookNode, seeds: range) -> list[Graded]:
    """The grades of one notebook, run once with each seed, one after the other."""
    limits, grades = line.course.limits, []
    with (
        TemporaryDirectory() as folder,
        JudgeProcess(limits.evidence_bytes, limits.judge_timeout_s) as judge,
        open_worker(line.isolation, limits, one_thread=True) as worker,
    ):
        path = Path(folder, "solution.ipynb")
        nbformat.write(notebook, path)
        (received,) = take_in(path, line.course, receive_with(line.course, line.releases))
        for seed in seeds:
            rules = graded_rules(replace(line, seed=seed), judge)
            grades.append(grade_submission(received, rules.once(), worker))
    return grades


def _spread(line: Line, session: Session, exercise: str, name: str, solution: str, measures: list[Measure]) -> Spread:
    values = tuple(measure.value for measure in measures)
    source = next(
        source
        for source in data_sources(session.data).split(", ")
        if name in session.thresholds.get(source, {}).get(line.budget, {})
    )
    day = date.today().isoformat()
    return Spread(session.id, exercise, name, source, line.budget, solution, values, day, _made_with())


def _made_with() -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in ("tensorflow", "keras", "numpy"))
    return f"{platform.machine()} CPU, Python {platform.python_version()}, {versions}"


def _sources() -> list[dict[str, str]]:
    """The environments that lead to each source of data on this machine."""
    embedded = {"AUTOGRADER_EMBEDDED": "1"}
    real = os.environ.get("COURSE_DATA") or not all(missing_files(name) for name in FULL)
    return [embedded, {}] if real and not os.environ.get("AUTOGRADER_EMBEDDED") else [embedded]


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Those variables set, for this process and what it starts."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
