"""How a verdict looks: plain text for terminals, HTML for notebooks and pages. The words are the findings' own."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from autograder.findings import Finding, Verdict

_MARKS = {True: "✓", False: "✗", None: "–"}
_COLOURS = {True: "#1b7837", False: "#b2182b", None: "#666666"}


def headline(verdict: Verdict) -> str:
    """One line: which exercise, and how many points."""
    points = f"{verdict.points:g} of {verdict.max_points:g} points"
    if verdict.outcome == "missing":
        points += " – not attempted yet"
    return f"{verdict.exercise} {verdict.title}: {points}"


def as_text(verdict: Verdict) -> str:
    """The verdict in plain text, one finding after the other."""
    return "\n".join([headline(verdict), *(_finding_text(finding) for finding in verdict.findings)])


def as_html(verdict: Verdict) -> str:
    """The verdict as a self-contained HTML card; every text from a submission is escaped."""
    body = "".join(_finding_html(finding) for finding in verdict.findings)
    return (
        '<div style="border-left:4px solid #4477aa;padding:.4em .9em;margin:.3em 0;line-height:1.45">'
        f"<strong>{escape(headline(verdict))}</strong>{body}</div>"
    )


def progress_text(verdicts: Iterable[Verdict]) -> str:
    """The table of points in plain text, its sum in the last line."""
    verdicts = list(verdicts)
    rows = [f"{v.exercise:>6}  {v.points:5.4g} / {v.max_points:3g}  {v.title}" for v in verdicts]
    total, full = sum(v.points for v in verdicts), sum(v.max_points for v in verdicts)
    return "\n".join([*rows, f"{'sum':>6}  {total:5.4g} / {full:3g}"])


def progress_html(verdicts: Iterable[Verdict]) -> str:
    """The table of points as HTML, with a bar for each exercise."""
    verdicts = list(verdicts)
    rows = "".join(
        f"<tr><td>{escape(v.exercise)}</td><td style='text-align:left'>{escape(v.title)}</td>"
        f"<td><progress max='{v.max_points:g}' value='{v.points:g}'></progress></td>"
        f"<td>{v.points:g} / {v.max_points:g}</td></tr>"
        for v in verdicts
    )
    total, full = sum(v.points for v in verdicts), sum(v.max_points for v in verdicts)
    return f"<table>{rows}<tr><th></th><th>Sum</th><th></th><th>{total:g} / {full:g}</th></tr></table>"


def _finding_text(finding: Finding) -> str:
    lines = [f"  {_MARKS[finding.passed]} {finding.check}"]
    if not finding.passed:
        lines += [f"      {label}: {value}" for label, value in _details(finding)]
    return "\n".join(lines)


def _finding_html(finding: Finding) -> str:
    mark = f"<span style='color:{_COLOURS[finding.passed]};font-weight:bold'>{_MARKS[finding.passed]}</span>"
    details = ""
    if not finding.passed:
        rows = "".join(
            f"<tr><td style='text-align:left;vertical-align:top;color:#666'>{label}</td>"
            f"<td style='text-align:left'>{_code(value)}</td></tr>"
            for label, value in _details(finding)
        )
        details = f"<table style='margin:.1em 0 .5em 1.2em'>{rows}</table>"
    return f"<div>{mark} {_code(finding.check)}{details}</div>"


def _details(finding: Finding) -> list[tuple[str, str]]:
    rows = [
        ("expected", finding.expected),
        ("got", finding.got),
        ("likely cause", finding.cause),
        ("next step", finding.next_step),
    ]
    return [(label, value) for label, value in rows if value]


def _code(text: str) -> str:
    """Escaped text with `back-ticked` words as code."""
    pieces = escape(text).split("`")
    return "".join(f"<code>{piece}</code>" if i % 2 else piece for i, piece in enumerate(pieces))
