"""Building the notebooks of a small course: repeatable to the byte, and every drift is seen."""

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from small_course import COURSE, SOURCE, STEM, line_of, write

from autograder.author import AuthorError, build
from autograder.course import Course, load_course


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> tuple[Path, Course]:
    """The small course, built once: its notebook runs in a kernel."""
    root = tmp_path_factory.mktemp("built")
    (root / "course.toml").write_text(COURSE, encoding="utf-8")
    course = load_course(root / "course.toml")
    write(root, SOURCE)
    said: list[str] = []
    lines = build(root, course=course, say=said.append)
    assert lines == [f"notebooks/{STEM}/{STEM}.ipynb: written", f"solutions/{STEM}/{STEM}.ipynb: written"]
    assert said == [f"solutions/{STEM}/{STEM}.py: running its 10 cells"]
    return root, course


@pytest.fixture
def course_copy(built, tmp_path) -> tuple[Path, Course, Path, Path]:
    """A copy to spoil: its root, the course, the instructor's notebook, the student's."""
    shutil.copytree(built[0], tmp_path / "course")
    root = tmp_path / "course"
    return root, built[1], *(root / folder / STEM / f"{STEM}.ipynb" for folder in ("solutions", "notebooks"))


def test_the_instructors_notebook_holds_every_cells_outputs(course_copy):
    _, _, instructor, _ = course_copy
    cells = json.loads(instructor.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert code[-1]["outputs"][0]["text"] == ["Grüße https://github.com/example/small\n"], (
        "skip-execution cells run here"
    )
    assert cells[4]["outputs"][0]["data"]["text/plain"] == ["60.0"]
    assert not any("execution" in cell["metadata"] for cell in cells), "no times of day"


def test_files_are_utf8_with_plain_newlines(course_copy):
    for path in course_copy[2:]:
        data = path.read_bytes()
        assert "Grüße".encode() in data
        assert data.endswith(b"}\n") and b"\r" not in data
        nbformat.validate(nbformat.reads(data.decode(), as_version=4))


def test_building_twice_changes_no_byte_and_runs_nothing(course_copy):
    root, course, *paths = course_copy
    before = [path.read_bytes() for path in paths]
    said: list[str] = []
    assert {line.partition(": ")[2] for line in build(root, course=course, say=said.append)} == {"unchanged"}
    assert said == []
    assert [path.read_bytes() for path in paths] == before
    assert build(root, check=True, course=course) == []


def test_check_sees_an_edited_notebook(course_copy):
    root, course, instructor, student = course_copy
    for path in (instructor, student):
        path.write_text(path.read_text(encoding="utf-8").replace("Small things", "Big things"), encoding="utf-8")
    assert build(root, check=True, course=course) == [
        f"solutions/{STEM}/{STEM}.ipynb: holds no complete run of its present source; run: python -m autograder build",
        f"notebooks/{STEM}/{STEM}.ipynb: differs from its source; run: python -m autograder build",
    ]


def test_check_sees_edited_metadata_of_the_instructors_notebook(course_copy):
    root, course, instructor, _ = course_copy
    instructor.write_text(
        instructor.read_text(encoding="utf-8").replace('"points": 60', '"points": 61'), encoding="utf-8"
    )
    assert build(root, check=True, course=course) == [
        f"solutions/{STEM}/{STEM}.ipynb: differs from its source; run: python -m autograder build"
    ]


def test_check_sees_a_changed_source_and_writes_nothing(course_copy):
    root, course, instructor, student = course_copy
    write(root, SOURCE.replace("Why?", "Why not?"))
    before = instructor.read_bytes(), student.read_bytes()
    assert [line.partition(":")[0] for line in build(root, check=True, course=course)] == [
        f"solutions/{STEM}/{STEM}.ipynb",
        f"notebooks/{STEM}/{STEM}.ipynb",
    ]
    assert (instructor.read_bytes(), student.read_bytes()) == before


@pytest.mark.parametrize("spoil", ["error output", "warning", "not JSON", "missing"])
def test_check_wants_a_run_without_errors(course_copy, spoil):
    root, course, instructor, _ = course_copy
    notebook = nbformat.read(instructor, as_version=4)
    warning = nbformat.v4.new_output("stream", name="stderr", text="UserWarning: slow")
    error = nbformat.v4.new_output("error", ename="E", evalue="", traceback=[])
    notebook.cells[1].outputs = [warning if spoil == "warning" else error]
    if spoil == "missing":
        instructor.unlink()
    else:
        instructor.write_text("{" if spoil == "not JSON" else nbformat.writes(notebook), encoding="utf-8")
    assert build(root, check=True, course=course) == [
        f"solutions/{STEM}/{STEM}.ipynb: holds no complete run of its present source; run: python -m autograder build"
    ]


def test_a_notebook_of_no_session_is_named(course_copy):
    root, course, _, student = course_copy
    (root / "notebooks" / "session_00_old").mkdir()
    shutil.copy(student, root / "notebooks" / "session_00_old" / "session_00_old.ipynb")
    assert build(root, check=True, course=course) == [
        "notebooks/session_00_old/session_00_old.ipynb: belongs to no session of course.toml; delete it"
    ]


# --- running the instructor's notebook


@pytest.mark.parametrize(
    ("old", "new", "header", "message"),
    [
        ("answer = 42", "answer = 42 / 0", '# %% solution="01.10"', "the cell raised ZeroDivisionError: division"),
        ("name = ", "import os; os._exit(1); name = ", 'part="b"', r"the cell did not finish \(DeadKernelError\)"),
        ("40.0", "__import__('sys').stderr.write('oh')", '# %% check="01.10"', r"the cell wrote to stderr"),
    ],
)  # fmt: skip
def test_a_cell_that_fails_stops_the_build_with_its_line(tmp_path, course, old, new, header, message):
    text = SOURCE.replace(old, new, 1)
    write(tmp_path, text)
    with pytest.raises(AuthorError, match=rf"{STEM}\.py:{line_of(text, header)}: {message}.*; "):
        build(tmp_path, course=course)
    assert not (tmp_path / "notebooks").exists()


def test_a_cell_tagged_so_may_raise_and_start_up_noise_is_dropped(tmp_path, course):
    noise = "I0000 00:00:1700000000.000000 1 cuda.cc:1] no device\\n"
    shown = f'import sys\nprint("{noise}kept", file=sys.stderr)'
    cells = f'# %% tags=["raises-exception"]\n1 / 0\n\n# %% tags=["raises-exception"]\n{shown}\n'
    write(tmp_path, f"{SOURCE}\n{cells}")
    build(tmp_path, course=course)
    assert build(tmp_path, check=True, course=course) == []
    path = tmp_path / "solutions" / STEM / f"{STEM}.ipynb"
    raised, noisy = nbformat.read(path, as_version=4).cells[-2:]
    assert raised.outputs[0].ename == "ZeroDivisionError"
    assert [output.text for output in noisy.outputs] == ["kept\n"]


@pytest.mark.slow
def test_a_progress_bar_leaves_nothing_in_the_built_notebook(tmp_path, course):
    cells = "# %%\nfrom tqdm.auto import tqdm\nfor _ in tqdm(range(3)):\n    pass\nprint('done')\n"
    write(tmp_path, f"{SOURCE}\n{cells}")
    build(tmp_path, course=course)
    path = tmp_path / "solutions" / STEM / f"{STEM}.ipynb"
    assert [output.output_type for output in nbformat.read(path, as_version=4).cells[-1].outputs] == ["stream"]
