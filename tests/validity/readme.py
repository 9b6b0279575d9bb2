"""README's table of what a grade is worth, from what was measured: python -m tests.validity.readme

Nothing is measured here. The table stands between two marks, and a test compares it with the two files it is made of.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from autograder.course import load_course
from tests.validity import mutation, rates

README = Path(__file__).parents[2] / "README.md"
BEGIN, END = "<!-- rates: python -m tests.validity.readme -->", "<!-- end of rates -->"
_TITLES = "exercise | data | right | lost points | wrong | full marks | mutants | not equivalent | killed"


def table() -> str:
    """A row for each exercise and data: how many answers and how many mutants, and what became of them."""
    answers = {(rate.exercise, rate.data): rate for rate in rates.load_found()}
    mutants = mutation.load_found()
    explained, none, rows = mutation.explained(), ("not run", "", ""), []
    for exercise in (exercise.id for session in load_course().sessions for exercise in session.exercises):
        data = {data for known, data in (*answers, *mutants) if known == exercise} or {"any"}
        for place in sorted(((exercise, name) for name in data), key=lambda place: (place not in mutants, place)):
            counts, killed = (*none, ""), none
            if rate := answers.get(place):
                counts = rate.right, rate.failed, rate.wrong, rate.passed
            if kill := mutants.get(place):
                killed = kill.mutants, kill.wrong(explained), kill.rate(explained)
            rows.append((exercise, place[1].replace("_", " "), *counts, *killed))
    lines = [_TITLES, "--- | ---" + " | ---:" * 7, *(" | ".join(map(str, row)) for row in rows)]
    return "\n".join(f"| {line} |" for line in lines) + f"\n\n{_days(mutants.values())}"


def _days(kills: Iterable[mutation.Kills]) -> str:
    """When it was measured."""
    graded, mutated = ({found.day for found in each} for each in (rates.load_found(), kills))
    return f"Answers graded {', '.join(sorted(graded))}; mutants run {', '.join(sorted(mutated))}."


def written(text: str) -> str:
    """README's text with the table as it is now. Raises `ValueError` where a mark is missing."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md: put the lines {BEGIN} and {END} where the table belongs")
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    README.write_text(written(README.read_text("utf-8")), encoding="utf-8")
