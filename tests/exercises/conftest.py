"""The lesson of each session, set up once, on the data that comes with the course or lies in COURSE_DATA."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from lesson import BUILDS_ON, Lesson, load_lesson


@pytest.fixture(scope="session")
def lesson(root: Path) -> Callable[[str], Lesson]:
    """The lesson that an exercise belongs to, its data loaded and its helper functions defined."""

    @cache
    def of_session(session_id: str, trained: tuple[str, ...]) -> Lesson:
        return load_lesson(root, session_id, trained)

    return lambda exercise_id: of_session(exercise_id.partition(".")[0], BUILDS_ON.get(exercise_id, ()))
