"""Submissions written as small files: the mistakes, the correct alternatives and the odd ones that tests and demo use.

A case file holds plain assignments and is never imported, only read: it may contain any student's code, hostile or not.

    '''The scaler is fitted on all flowers.'''
    exercise = "36.8"
    kind = "mistake"
    edits = [("36.8", "fit(x_train)", "fit(x)")]
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, fields
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.course import CourseError, Session, load_course
from autograder.errors import UserError
from autograder.exercises import collector
from autograder.grading.names import Step, needed, steps_of
from autograder.grading.reference import running_part, solution_cells
from autograder.grading.release import notebook_path, part_of, solutions_path

KINDS = ("mistake", "alternative", "attack", "odd")
_TYPES = {
    "exercise": str,
    "kind": str,
    "mistake": int,
    "at_most": (int, float),
    "caught_by": str,
    "hint": str,
    "edits": list,
    "answers": dict,
    "rest": str,
    "flag": str,
}


class CaseError(UserError):
    """A case file does not say what a case file has to say, or does not fit the reference."""


@dataclass(frozen=True)
class Case:
    """One submission, told by how it differs from the reference.

    `edits` replace text in the reference's solution cells, `answers` replace whole cells; `rest` says what the other
    exercises hold: the `reference` or the released `stub`. `mistake` numbers a row of the list of known mistakes,
    `at_most` bounds the exercise's points, `caught_by` is the key of the finding that fails, `hint` a text in its hint.
    An attack earns nothing; `flag` begins the flag that it gets.
    """

    path: Path
    description: str
    exercise: str
    kind: str
    mistake: int | None = None
    at_most: float | None = None
    caught_by: str = ""
    hint: str = ""
    edits: tuple[tuple[str, str, str], ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    rest: str = "reference"
    flag: str = ""

    @property
    def name(self) -> str:
        """The file's stem."""
        return self.path.stem


def load_case(path: Path) -> Case:
    """The case in `path`. Raises `CaseError` naming the file."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError) as error:
        raise CaseError(f"{path}: not Python: {error}") from error
    description = ast.get_docstring(tree)
    if not description:
        raise CaseError(f"{path}: the docstring that describes the case in one sentence is missing")
    said = dict(_assignment(step, path) for step in tree.body[1:])
    for key in ("exercise", "kind"):
        if key not in said:
            raise CaseError(f"{path}: `{key}` is missing")
    if said["kind"] not in KINDS:
        raise CaseError(f"{path}: kind is {said['kind']!r}, not one of {', '.join(KINDS)}")
    if said.get("rest", "reference") not in ("reference", "stub"):
        raise CaseError(f"{path}: rest is {said['rest']!r}, neither reference nor stub")
    said["edits"] = tuple(_edit(edit, path) for edit in said.get("edits", ()))
    said["answers"] = tuple(said.get("answers", {}).items())
    for exercise in (said["exercise"], *(e for e, *_ in said["edits"]), *(e for e, _ in said["answers"])):
        try:
            load_course().exercise(exercise)
        except CourseError as error:
            raise CaseError(f"{path}: {error}") from error
    return Case(path, " ".join(description.split()), **said)


def submission(root: Path, session: Session, case: Case) -> NotebookNode:
    """The notebook that a student of this case hands in. Raises `CaseError` where an edit does not fit."""
    return _filled(released(root, session), answered(case, solution_sources(root, session)))


def answered(case: Case, solutions: dict[str, str]) -> dict[str, str]:
    """The solution cells of a case by exercise, from the reference's. Raises `CaseError` where an edit does not fit."""
    sources = dict(solutions) if case.rest == "reference" else {}
    for exercise, old, new in case.edits:
        text = sources.get(exercise, solutions[exercise])
        if text.count(old) != 1:
            raise CaseError(
                f"{case.path}: {old!r} stands {text.count(old)} times in the solution of {exercise}, not once"
            )
        sources[exercise] = text.replace(old, new)
    return {**sources, **dict(case.answers)}


def reference(root: Path, session: Session) -> NotebookNode:
    """The released notebook with every solution cell filled as the reference has it."""
    return _filled(released(root, session), solution_sources(root, session))


def released(root: Path, session: Session) -> NotebookNode:
    """The released notebook, untouched."""
    return nbformat.read(notebook_path(root, session), as_version=4)


def solution_sources(root: Path, session: Session) -> dict[str, str]:
    """The reference's solution cells by exercise id, without nbgrader's marks around what students write."""
    return solution_cells(solutions_path(notebook_path(root, session)))


def only_exercises(notebook: NotebookNode, wanted: set[str]) -> NotebookNode:
    """The notebook without what `wanted` does not build on, for that training would only cost time: other exercises,
    and steps of those that are left for the sake of some of their names.
    """
    cells = [running_part(cell) for cell in notebook.cells]
    steps, places = [], []  # and the number of each one's cell
    for number, (role, exercise, code) in enumerate(cells):
        given = collector(exercise).given if role == "check" and exercise in wanted else ()
        own = [Step(read=frozenset(given))] if role == "check" else steps_of(code)
        steps += own
        places += [number] * len(own)
    start = {number for number, place in enumerate(places) if cells[place][1] in wanted}
    kept = needed(steps, start)
    modules = set().union(*(step.imported for step in steps))
    for number, cell in enumerate(notebook.cells):
        role, exercise, _ = cells[number]
        if role == "solution" and exercise not in wanted:
            own = [(place, step) for place, step in enumerate(steps) if places[place] == number]
            cell.source = "\n".join(step.source for place, step in own if place in kept or step.changed <= modules)
    exercises = {cells[places[number]][1] for number in kept}
    pairs = zip(notebook.cells, cells, strict=True)
    notebook.cells = [cell for cell, (_, exercise, _) in pairs if not exercise or exercise in exercises]
    return notebook


def _filled(notebook: NotebookNode, sources: dict[str, str]) -> NotebookNode:
    for cell in notebook.cells:
        if (exercise := _solution_of(cell)) in sources:
            cell.source = sources[exercise]
    return notebook


def _solution_of(cell: NotebookNode) -> str:
    role, exercise = part_of(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
    return exercise if role == "solution" else ""


def _assignment(step: ast.stmt, path: Path) -> tuple[str, object]:
    if not (isinstance(step, ast.Assign) and len(step.targets) == 1 and isinstance(step.targets[0], ast.Name)):
        raise CaseError(f"{path}:{step.lineno}: not a plain assignment")
    key = step.targets[0].id
    if key not in _TYPES or key not in {field.name for field in fields(Case)}:
        raise CaseError(f"{path}:{step.lineno}: unknown key {key!r}: a case has {', '.join(_TYPES)}")
    try:
        value = ast.literal_eval(step.value)
    except ValueError as error:
        raise CaseError(f"{path}:{step.lineno}: the value of {key} is not a literal") from error
    if not isinstance(value, _TYPES[key]):
        raise CaseError(f"{path}:{step.lineno}: {key} is a {type(value).__name__}")
    return key, value


def _edit(edit, path: Path) -> tuple[str, str, str]:
    if isinstance(edit, tuple) and len(edit) == 3 and all(isinstance(part, str) for part in edit):
        return edit
    raise CaseError(f"{path}: an edit is (exercise, old text, new text), not {edit!r}")
