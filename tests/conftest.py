"""What every test stands on: a quiet TensorFlow on the CPU, and where the repository is."""

import os
import re
from pathlib import Path

import pytest
from small_course import COURSE
from xdist.scheduler import LoadScopeScheduling

from autograder.course import Course, load_course
from autograder.grading.sandbox import ONE_THREAD

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
if int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 1)) > 1:
    os.environ.update(ONE_THREAD)


class BySession(LoadScopeScheduling):
    """Tests of a file, or of one session in it, stay on one process, so that what they share is made once.

    A group mark would say the same, but with xdist 3.8 and pytest 9.2 it does not reach the scheduler.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, name = nodeid.partition("::")
        session = re.search(r"(?<=[-\[])\d\d(?=[-.\]])", name)
        return f"{file} {session[0] if session else ''}"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log) -> LoadScopeScheduling | None:
    return BySession(config, log) if config.getvalue("dist") == "loadscope" else None


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
