"""What a grading run shows in a terminal: how far it is, and what came of it."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from autograder.report.looks import LOOKS, counts_text

_COLOURS = {"good": "green", "some": "yellow", "bad": "red", "halt": "magenta", "none": "bright_black"}


@contextlib.contextmanager
def progress(total: int, console: Console) -> Iterator[Callable[[Mapping], None]]:
    """A bar for `total` submissions; what it yields is told each result."""
    begun, outcomes = time.monotonic(), Counter()
    bar = Progress(
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[counts]}"),
        console=console,
        transient=True,
    )
    with bar:
        task = bar.add_task("grading", total=total, counts="")

        def tell(result: Mapping) -> None:
            outcomes[result["outcome"]] += 1
            per_minute = 60 * sum(outcomes.values()) / max(time.monotonic() - begun, 1e-6)
            bar.update(task, advance=1, counts=f"{counts_text(outcomes)} · {per_minute:.1f} a minute")

        yield tell


def results_table(results: Iterable[Mapping], notes: Mapping[tuple[str, str], str] | None = None) -> Table:
    """One row a result; `notes`, by student and session, is an optional last column."""
    table = Table(header_style="bold", box=None, pad_edge=False)
    for name, justify in (("student", "left"), ("session", "right"), ("outcome", "left"), ("points", "right")):
        table.add_column(name, justify=justify)
    table.add_column("seconds", justify="right")
    if notes:
        table.add_column("what was handed in", overflow="fold")
    for result in results:
        word, sign, tone = LOOKS.get(result["outcome"], (result["outcome"], "", "none"))
        row = [
            _plain(result["student"]),
            result["session"],
            f"[{_COLOURS[tone]}]{sign} {word}[/]",
            f"{result['points']:g} / {result['max_points']:g}",
            f"{result['seconds']:.1f}",
        ]
        table.add_row(*row, *([_plain(notes.get((result["student"], result["session"]), ""))] if notes else []))
    return table


def _plain(text: str) -> str:
    """A student's text with rich's own marks made harmless."""
    return text.replace("[", "\\[")
