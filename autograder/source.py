"""Reading `solutions/<stem>/<stem>.py`: the percent-format source that every notebook of the course is made from.

A cell's part in the grading stands in its header, in jupytext's key=value metadata:

    # %% solution="36.8"               a solution cell; `part="b"` tells a second one of the same exercise apart
    # %% check="36.8"                  the check cell of an exercise, worth its points in course.toml
    # %% [markdown] reflection="36"    a written answer that a person reads
    # %% tags=["skip-execution"]       runs for people, is skipped in grading

Markdown cells are Jinja templates with `<<` and `>>` as their only delimiters, and an expression has to end on the line
it begins on. They know `heading(id)`, `points(id)`, `budget(name, key)`, `threshold(source, budget, key)`,
`colab_badge` and `session`. Code cells are left alone, so that they stay code that runs, but for one word:
`COURSE_REPOSITORY_URL` becomes the repository of course.toml.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import jinja2
import jupytext
import nbformat
from nbformat import NotebookNode

from autograder.course import Course, CourseError, Session
from autograder.errors import UserError

REPOSITORY_WORD = "COURSE_REPOSITORY_URL"
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE_INFO = {"name": "python"}  # no version: the notebooks must not depend on who built them
_ROLES = ("solution", "check", "reflection")
_KEPT = ("tags",)
_OF_JUPYTEXT = ("lines_to_next_cell", "lines_to_end_of_cell_marker")
_HEADER = re.compile(r"^\s*#\s*%%%*(\s|$)")  # what jupytext takes for the start of a cell


class AuthorError(UserError):
    """The source of a notebook is not one that notebooks can be made from: `path:line: what; what to do`."""


@dataclass(frozen=True)
class SourceCell:
    """One cell: where its header stands (`line`, from 1), the source lines below it, its role, and what it becomes."""

    line: int
    lines: tuple[str, ...]
    role: str  # solution, check, reflection or plain
    subject: str  # the exercise's id (the session's, of a reflection); empty for plain cells
    cell: NotebookNode

    def line_of(self, text: str) -> int:
        """The first line of the source file that holds `text`, or the header's line."""
        wanted = text.strip()
        found = (n for n, line in enumerate(self.lines, self.line + 1) if wanted and wanted in line)
        return next(found, self.line)


@dataclass(frozen=True)
class Source:
    """The source of one session's notebook."""

    name: str  # as messages show it: solutions/<stem>/<stem>.py
    course: Course
    session: Session
    cells: tuple[SourceCell, ...]

    def notebook(self) -> NotebookNode:
        """The notebook, with solutions, without outputs; a fresh copy each time."""
        metadata = {"kernelspec": KERNELSPEC, "language_info": LANGUAGE_INFO, "course": {"session": self.session.id}}
        cells = [copy.deepcopy(c.cell) for c in self.cells]
        return nbformat.v4.new_notebook(cells=cells, metadata=copy.deepcopy(metadata), nbformat_minor=5)

    def error(self, line: int, what: str, remedy: str) -> AuthorError:
        """The error to raise for something wrong at `line`."""
        return AuthorError(f"{self.name}:{line}: {what}; {remedy}")


def read_source(path: Path, session: Session, course: Course) -> Source:
    """The cells of a source file, rendered and with nbgrader's metadata. Raises `AuthorError`, naming file and line."""
    empty = Source("/".join(path.parts[-3:]), course, session, ())
    if not path.is_file():
        raise empty.error(1, "there is no such file", f"write it, or take session {session.id} out of course.toml")
    text = path.read_text(encoding="utf-8")
    cells = jupytext.reads(text, fmt="py:percent").cells
    spans = _spans(text)
    if len(spans) != len(cells):
        raise empty.error(
            1, f"{len(spans)} cell headers but {len(cells)} cells", "let every cell begin with a `# %%` line of its own"
        )
    render = _renderer(course, session)
    built = (
        _source_cell(empty, span, cell, number, render)
        for number, (span, cell) in enumerate(zip(spans, cells, strict=True), 1)
    )
    return Source(empty.name, course, session, tuple(built))


def _spans(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """Of each cell: the number of its header line, and the lines from there to the next header."""
    lines = text.splitlines()
    starts = [n for n, line in enumerate(lines, 1) if _HEADER.match(line)]
    ends = [start - 1 for start in starts[1:]] + [len(lines)]
    return [(start, tuple(lines[start:end])) for start, end in zip(starts, ends, strict=True)]


def _source_cell(
    source: Source, span: tuple[int, tuple[str, ...]], raw: NotebookNode, number: int, render: Callable[[str], str]
) -> SourceCell:
    line, lines = span
    metadata = {key: value for key, value in raw.metadata.items() if key not in _OF_JUPYTEXT}
    role, subject, nbgrader = _role(source, line, raw.cell_type, metadata)
    kept = {key: metadata.pop(key) for key in _KEPT if key in metadata}
    if metadata:
        raise source.error(
            line,
            f"a cell header cannot say {', '.join(f'{k}={v!r}' for k, v in sorted(metadata.items()))}",
            "use solution, part, check, reflection or tags, each as key=value",
        )
    new = {"markdown": nbformat.v4.new_markdown_cell, "code": nbformat.v4.new_code_cell}.get(raw.cell_type)
    if new is None:
        raise source.error(line, f"a cell is of the kind {raw.cell_type!r}", "make it markdown or code")
    cell = new(raw.source, metadata=kept | ({"nbgrader": nbgrader} if nbgrader else {}))
    cell.id = nbgrader["grade_id"] if nbgrader else f"cell-{number}"
    built = SourceCell(line, lines, role, subject, cell)
    if cell.cell_type == "markdown":
        cell.source = _rendered(source, built, render)
    else:
        cell.source = cell.source.replace(REPOSITORY_WORD, source.course.repository)
    return built


def _role(source: Source, line: int, cell_type: str, metadata: dict) -> tuple[str, str, dict | None]:
    """Take the shorthand out of a cell's metadata: its role, its subject and its nbgrader metadata."""
    roles = [role for role in _ROLES if role in metadata]
    part = metadata.pop("part", None) if "solution" in roles else None
    if not roles:
        return "plain", "", None
    if len(roles) > 1:
        raise source.error(line, f"a cell is both {' and '.join(roles)}", "split it into two cells")
    role = roles[0]
    subject = metadata.pop(role)
    if not isinstance(subject, str):
        raise source.error(line, f"{role}={subject} is a number", f'put the id in quotes, as in {role}="36.10"')
    if (cell_type == "markdown") != (role == "reflection"):
        raise source.error(
            line, f"a {role} cell is {cell_type}", "write reflections in markdown, solutions and checks in code"
        )
    points = _points(source, line, role, subject)
    grade_id = "_".join([role, subject.replace(".", "_"), *([str(part)] if part else [])])
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", grade_id):
        raise source.error(line, f"{grade_id!r} cannot be a cell id", "use letters, digits, - and _ in part")
    nbgrader = {"grade": role != "solution", "solution": role != "check", "locked": role == "check", "task": False}
    nbgrader |= {"grade_id": grade_id, "schema_version": 3}
    return role, subject, nbgrader | ({"points": points} if nbgrader["grade"] else {})


def _points(source: Source, line: int, role: str, subject: str) -> float:
    if role == "reflection":
        if subject != source.session.id:
            raise source.error(line, f"reflection {subject!r} in session {source.session.id}", "give the session's id")
        return 0
    try:
        return source.session.exercise(subject).points
    except CourseError as error:
        raise source.error(line, str(error), "correct the header, or add the exercise to course.toml") from None


def _renderer(course: Course, session: Session) -> Callable[[str], str]:
    """A function that renders one line of markdown."""
    never = {f"{kind}_{end}_string": f"\0{kind}{end}" for kind in ("block", "comment") for end in ("start", "end")}
    environment = jinja2.Environment(
        variable_start_string="<<",
        variable_end_string=">>",
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        **never,
    )
    names = {
        "session": session,
        "heading": lambda exercise_id: _heading(session, exercise_id),
        "points": lambda exercise_id: session.exercise(exercise_id).points,
        "budget": lambda name, key: session.budgets[name][key],
        "threshold": lambda data, budget, key: session.thresholds[data][budget][key],
        "colab_badge": _colab_badge(course, session),
    }
    return lambda line: environment.from_string(line).render(names)


def _rendered(source: Source, cell: SourceCell, render: Callable[[str], str]) -> str:
    """The markdown of a cell. Line by line, so that what is wrong can be said with its line."""
    lines = []
    for text in cell.cell.source.split("\n"):
        try:
            lines.append(render(text))
        except (jinja2.TemplateError, CourseError, KeyError, TypeError) as error:
            what = f"{error} is not in course.toml" if isinstance(error, KeyError) else str(error)
            remedy = f"correct the expression between << and >> in: {text.strip()}"
            raise source.error(cell.line_of(text), what, remedy) from None
    return "\n".join(lines)


def _heading(session: Session, exercise_id: str) -> str:
    exercise = session.exercise(exercise_id)
    unit = "point" if exercise.points == 1 else "points"
    return f"### Exercise {exercise.id} · {exercise.title} · {exercise.points:g} {unit}"


def _colab_badge(course: Course, session: Session) -> str:
    repository = course.repository.removeprefix("https://github.com/").removesuffix(".git").strip("/")
    notebook = f"notebooks/{session.stem}/{session.stem}.ipynb"
    link = f"https://colab.research.google.com/github/{repository}/blob/{course.branch}/{notebook}"
    return f"[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]({link})"
