"""README's table of what a grade is worth, from what was measured: python -m tests.validity.readme

Nothing is measured here. The table stands between two marks, and a test compares it with the two files it is made of.
"""

from __future__ import annotations

from pathlib import Path

from autograder.course import load_course
from tests.validity import mutation, rates

README = Path(__file__).parents[2] / "README.md"
BEGIN, END = "<!-- rates: python -m tests.validity.readme -->", "<!-- end of rates -->"
_TITLES = "exercise | right answers | lost points | wrong answers | full marks | mutants | not equivalent | killed | on"


def table() -> str:
    """A row for each exercise: its answers and mutants, how many there were and what became of them."""
    answers = {rate.exercise: rate for rate in rates.load_found()}
    kills, explained = mutation.load_found(), mutation.explained()
    rows = []
    for exercise in (exercise for session in load_course().sessions for exercise in session.exercises):
        rate, kill = answers.get(exercise.id), kills.get(exercise.id)
        row = [exercise.id, *((rate.right, rate.failed, rate.wrong, rate.passed) if rate else ["not run", "", "", ""])]
        if kill:
            row += [kill.mutants, kill.wrong(explained), kill.rate(explained)]
        else:
            row += ["not run", "", ""]
        days = sorted({found.day for found in (rate, kill) if found})
        rows.append([*row, ", ".join(days)])
    lines = [_TITLES, "---" + " | ---:" * 7 + " | ---", *(" | ".join(map(str, row)) for row in rows)]
    return "\n".join(f"| {line} |" for line in lines)


def written(text: str) -> str:
    """README's text with the table as it is now. Raises `ValueError` where a mark is missing."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md: put the lines {BEGIN} and {END} where the table belongs")
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    README.write_text(written(README.read_text("utf-8")), encoding="utf-8")
