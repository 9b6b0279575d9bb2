"""A sample class: submissions of every kind, made from the reference and the case files, graded and shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from rich.console import Console

from autograder import check_notebook
from autograder.cases import load_case, reference, released, submission
from autograder.course import Course, Session, load_course
from autograder.grade_class import grade_class, summary
from autograder.grading.release import course_root
from autograder.grading.run import Options
from autograder.report.terminal import results_table

DEMO_SEED = 20_240_901  # fixed, so that the demo comes out the same again; a class's own seed is drawn at random
CELL_TIMEOUT_S = 60  # lower than a class's, so that the endless loop does not keep anyone waiting
WORKERS = 2
REFERENCE, UNTOUCHED = "reference", "untouched"
# Who hands in what; a name that is neither of the two above is a case file. Slow ones first: they overlap.
CLASSES = {
    "36": (
        ("amara.okafor", REFERENCE),
        ("mateo.quispe", "loops_forever"),
        ("bjorn.lindqvist", "iris_by_hand"),
        ("priya.raman", "one_model_for_all"),
        ("nguyen.thi.mai", "scaler_on_all_flowers"),
        ("leila.haddad", "relu_on_the_output"),
        ("diyar.kaya", "half_done"),
        ("chen.wei", UNTOUCHED),
    ),
    "37": (
        ("amara.okafor", REFERENCE),
        ("bjorn.lindqvist", "functional_cnn"),
        ("priya.raman", "kernel_turned"),
        ("leila.haddad", "padded_convolution"),
        ("diyar.kaya", "digits_floor_divided"),
        ("chen.wei", UNTOUCHED),
    ),
}
_EVERY_SESSION = (("amara.okafor", REFERENCE), ("chen.wei", UNTOUCHED))


@dataclass(frozen=True)
class Pupil:
    """One sample submission: who, in which session, and what kind of work, in a sentence."""

    student: str
    session: str
    description: str
    notebook: NotebookNode


def sample_class(root: Path, course: Course, students: int | None) -> Iterator[Pupil]:
    """The sample submissions of every session, `students` of each session where that is given."""
    for session in course.sessions:
        roster = CLASSES.get(session.id, _EVERY_SESSION)
        for number, (student, kind) in zip(range(students or len(roster)), _again_and_again(roster), strict=False):
            name = student if number < len(roster) else f"{student}.{number // len(roster) + 1}"
            yield Pupil(name, session.id, *_work(root, session, kind))


def run_demo(out: Path, students: int | None) -> None:
    """Make the sample class under `out`, grade it there, and print the results and where everything lies."""
    console, root = Console(), course_root()
    course = load_course()
    course = replace(course, limits=replace(course.limits, cell_timeout_s=CELL_TIMEOUT_S))
    notes = {}
    for pupil in sample_class(root, course, students):
        stem = course.session(pupil.session).stem
        path = out / "submitted" / pupil.student / stem / f"{stem}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(pupil.notebook, path)
        notes[pupil.student, pupil.session] = pupil.description
    console.print(
        f"{len(notes)} notebooks are handed in; a cell may take {CELL_TIMEOUT_S} s here, {WORKERS} notebooks at a time"
    )
    submitted = out / "submitted"
    isolation = check_notebook.own_isolation()
    if isolation == "none":
        console.print("no bubblewrap here: these notebooks were made here, so they run without a sandbox")
    options = Options(isolation)
    done = grade_class(submitted, out, None, WORKERS, options, DEMO_SEED, course=course, root=root, console=console)
    console.print(results_table([r for r in done.results if (r["student"], r["session"]) in notes], notes))
    console.print(summary(done, out, None), highlight=False, markup=False)
    console.print(_next_steps(out), highlight=False, markup=False)


def _again_and_again(roster) -> Iterator[tuple[str, str]]:
    for index in count():
        yield roster[index % len(roster)]


def _work(root: Path, session: Session, kind: str) -> tuple[str, NotebookNode]:
    if kind == REFERENCE:
        return "The reference solution.", reference(root, session)
    if kind == UNTOUCHED:
        return "The notebook as it was handed out.", released(root, session)
    case = load_case(root / "tests" / "submissions" / f"session_{session.id}" / f"{kind}.py")
    if case.kind == "mistake":
        case = replace(case, rest="stub")  # the other exercises would only cost time
    return case.description, submission(root, session, case)


def _next_steps(out: Path) -> str:
    return "\n".join(
        [
            "Next:",
            f"  open {out / 'report.html'} in a browser",
            f"  python -m autograder export {out} --format canvas",
            f"  python -m autograder grade {out / 'submitted'} --out results   (with its own random seed)",
        ]
    )
