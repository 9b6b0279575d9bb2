"""One word, one sign and one colour for each outcome; the colours keep their order of lightness for every eye."""

from __future__ import annotations

from collections.abc import Mapping

LOOKS = {
    "passed": ("passed", "✓", "good"),
    "partial": ("partial", "◐", "some"),
    "failed": ("failed", "✗", "bad"),
    "missing": ("missing", "–", "none"),
    "error": ("error", "!", "bad"),
    "timeout": ("time-out", "◷", "halt"),
    "memory": ("memory", "▣", "halt"),
    "crashed": ("crashed", "✖", "halt"),
    "tampered": ("tampered", "⚑", "halt"),
    "unreadable": ("unreadable", "?", "none"),
    "manual": ("manual", "✎", "some"),
    "grader_error": ("grader error", "⚠", "halt"),
}


def counts_text(outcomes: Mapping[str, int]) -> str:
    """How many of each outcome, in words, in the outcomes' order."""
    return ", ".join(f"{outcomes[name]} {LOOKS[name][0]}" for name in LOOKS if outcomes.get(name))
