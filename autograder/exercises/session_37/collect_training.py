"""Session 37, the kernel's half: what the answers of 37.6 to 37.10 become as plain data. Nothing is judged here."""

from __future__ import annotations

from autograder.exercises import Collector

COLLECT: dict[str, Collector] = {}
