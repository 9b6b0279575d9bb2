"""All that a course notebook imports: `start`, `check` and `progress`."""

from autograder.notebook import check, progress, start

__all__ = ["check", "progress", "start"]
