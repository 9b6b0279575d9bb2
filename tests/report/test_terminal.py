"""What a terminal shows."""

from __future__ import annotations

import io

from rich.console import Console

from autograder.report.looks import counts_text
from autograder.report.terminal import progress, results_table

RESULT = {
    "student": "a[bold]b",
    "session": "36",
    "outcome": "timeout",
    "points": 7.0,
    "max_points": 100,
    "seconds": 3.21,
}


def test_counts_in_words():
    assert counts_text({"timeout": 1, "passed": 2}) == "2 passed, 1 time-out"


def test_the_table_shows_names_as_they_are():
    console = Console(file=io.StringIO(), width=100)
    console.print(results_table([RESULT], {("a[bold]b", RESULT["session"]): "An endless loop."}))
    text = console.file.getvalue()
    for part in ("a[bold]b", "time-out", "7 / 100", "3.2", "An endless loop."):
        assert part in text


def test_the_bar_counts_outcomes_and_speed():
    console = Console(file=io.StringIO(), width=140, force_terminal=True)
    with progress(2, console) as tell:
        tell(RESULT)
        tell(RESULT)
    text = console.file.getvalue()
    assert "2/2" in text and "2 time-out" in text and "a minute" in text
