"""What a student gets back: one page a session, each exercise with what was found and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from markupsafe import Markup

from autograder.course import Course
from autograder.grading.record import replace_text
from autograder.report.filenames import feedback_path
from autograder.report.page import templates


def write_feedback(out: Path, results: Iterable[Mapping], course: Course) -> int:
    """Write feedback/<student>/<session>.html for each result and return how many."""
    environment = templates()
    environment.filters["code"] = code
    template = environment.get_template("feedback.html")
    titles = {session.id: session.title for session in course.sessions}
    count = 0
    for result in results:
        path = out / feedback_path(result["student"], result["session"])
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_text(path, template.render(result=result, course=course, title=titles.get(result["session"], "")))
        count += 1
    return count


def code(text: str) -> Markup:
    """Escaped text with `back-ticked` words as code."""
    pieces = escape(text).split("`")
    return Markup("".join(f"<code>{piece}</code>" if i % 2 else piece for i, piece in enumerate(pieces)))
