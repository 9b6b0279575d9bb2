"""The lesson of each session, set up once."""

from pathlib import Path

import pytest
from lesson import Lesson, load_lesson


@pytest.fixture(scope="session")
def lesson_36(root: Path) -> Lesson:
    """Session 36, its data loaded and its helper functions defined."""
    return load_lesson(root, "36")
