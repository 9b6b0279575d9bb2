"""Session 37, the kernel's half: what the answers of 37.1 to 37.5 become as plain data. Nothing is judged here."""

from __future__ import annotations

from autograder.exercises import Collector
from autograder.exercises.session_37 import collect_training

COLLECT: dict[str, Collector] = {
    **collect_training.COLLECT,
}
