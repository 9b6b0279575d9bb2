"""What every test stands on: a quiet TensorFlow on the CPU, and where the repository is."""

import os
import re
from pathlib import Path

import pytest
from small_course import COURSE

from autograder.course import Course, load_course

# Before anything imports TensorFlow; the kernels and commands that tests start inherit it.
os.environ.update(
    TF_CPP_MIN_LOG_LEVEL="3",
    TF_ENABLE_ONEDNN_OPTS="0",  # the same rounding on machines with and without oneDNN
    CUDA_VISIBLE_DEVICES="",
    AUTOGRADER_BUDGET="fast",
    AUTOGRADER_OFFLINE="1",  # no test downloads a data set
    MPLBACKEND="Agg",
    JUPYTER_PLATFORM_DIRS="1",  # silences jupyter_core's deprecation warning on older versions
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where tests run on several processes, those of a file stay together, or of a session where it is parametrized."""
    for item in items:
        session = re.search(r"(?<=[-\[])\d\d(?=[-.\]])", item.name)
        item.add_marker(pytest.mark.xdist_group(f"{item.path.name} {session and session[0]}"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course of two exercises."""
    path = tmp_path / "course.toml"
    path.write_text(COURSE, encoding="utf-8")
    return load_course(path)
