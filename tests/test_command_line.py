"""The command line: exit codes, one line for what a user can mend, and no TensorFlow in its process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder import cases
from autograder.course import load_course
from autograder.grading import record
from autograder.grading.lock import only_grader
from autograder.grading.release import course_root

pytestmark = pytest.mark.slow  # each test starts the command as a process of its own

SESSION = load_course().session("36")
ROOT = course_root()


def command(*arguments, **more):
    return subprocess.run(
        [sys.executable, "-m", "autograder", *map(str, arguments)], capture_output=True, text=True, cwd=ROOT, **more
    )


def refused(process, *parts):
    """One line on stderr, exit code 2."""
    assert process.returncode == 2, process.stderr
    lines = [line for line in process.stderr.splitlines() if line and not line.startswith("no sandbox")]
    assert len(lines) == 1 and lines[0].startswith("autograder: "), process.stderr
    for part in parts:
        assert part in lines[0]


def put(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content) if isinstance(content, str) else nbformat.write(content, path)
    return path


def test_help_names_the_commands():
    told = command("--help").stdout
    assert all(name in told for name in ("demo", "build", "check", "grade", "report", "export", "data"))


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (("grade",), ["Missing argument 'SUBMISSIONS'"]),
        (("grade", "/nowhere", "--out", "OUT"), ["/nowhere does not exist"]),
        (("grade", "EMPTY", "--out", "OUT"), ["holds no notebook"]),
        (("grade", "EMPTY", "--out", "OUT", "--session", "99"), ["no session '99'"]),
        (("check", "/nowhere.ipynb"), ["/nowhere.ipynb does not exist"]),
        (("check", "/nowhere.py"), ["is not a notebook (.ipynb)"]),
        (("report", "EMPTY"), ["holds no result: grade into this folder first"]),
        (("export", "EMPTY", "--format", "canvas"), ["holds no result"]),
        (("export", "EMPTY", "--format", "xml"), ["'xml' is not one of"]),
        (("nonsense",), ["No such command 'nonsense'"]),
    ],
)
def test_what_a_user_can_mend_is_one_line(tmp_path, arguments, parts):
    (tmp_path / "empty").mkdir()
    places = {"OUT": tmp_path / "out", "EMPTY": tmp_path / "empty"}
    refused(command(*(places.get(a, a) for a in arguments)), *parts)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "the file is empty"),
        ("{", "not a notebook: the file is not valid JSON text"),
        (new_notebook(cells=[new_code_cell("x = 1")]), "not a notebook of this course"),
    ],
)
def test_nothing_that_can_be_graded(tmp_path, content, reason):
    path = put(tmp_path / "class" / "ada.ipynb", content)
    refused(command("grade", tmp_path / "class", "--out", tmp_path / "out"), "can be graded", str(path), reason)
    refused(command("check", path), str(path), reason)
    assert not (tmp_path / "out").exists()


def test_a_folder_for_results_that_is_a_file(tmp_path):
    put(tmp_path / "class" / "ada.ipynb", cases.released(ROOT, SESSION))
    put(tmp_path / "out", "x")
    refused(command("grade", tmp_path / "class", "--out", tmp_path / "out" / "deeper"), "out")


def test_a_folder_for_results_that_is_read_only(tmp_path):
    put(tmp_path / "class" / "ada.ipynb", cases.released(ROOT, SESSION))
    out = tmp_path / "out"
    out.mkdir()
    out.chmod(0o555)
    mount = ["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", out]  # root may write whatever the permissions say
    mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0
    if os.geteuid() == 0 and not mounted:
        pytest.skip("this machine does not let root mount a read-only disk")
    try:
        refused(
            command("grade", tmp_path / "class", "--out", out), "Read-only" if mounted else "Permission denied", "out"
        )
    finally:
        if mounted:
            subprocess.run(["umount", out], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk takes root")
def test_a_full_disk(tmp_path):
    put(tmp_path / "class" / "ada.ipynb", "")
    put(tmp_path / "class" / "bob.ipynb", cases.released(ROOT, SESSION))
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("this machine does not let root mount a small disk")
    try:
        put(disk / "filler", "x" * 4096)
        refused(command("grade", tmp_path / "class", "--out", disk), "No space left on device")
    finally:
        subprocess.run(["umount", disk], check=True)


def test_the_command_lines_process_does_not_import_tensorflow(tmp_path):
    put(tmp_path / "class" / "ada.ipynb", "{")
    script = (
        "import sys, autograder.__main__ as m\n"
        "import autograder.demo, autograder.grade_class, autograder.check_notebook, autograder.grading.gradebook\n"
        "from autograder.course import load_course\n"
        "from autograder.handed_out import archives\n"
        "archives(load_course().session('37'), 1)\n"
        "sys.exit('tensorflow' in sys.modules or 'keras' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT).returncode == 0


def test_data_status_says_what_is_here():
    told = command("data", "status").stdout
    assert "iris" in told and "150 flowers" in told and "scikit-learn" in told


def test_report_and_export_work_from_the_results_alone(tmp_path):
    exercises = [
        {"id": e.id, "title": e.title, "outcome": "passed", "points": e.points, "max_points": e.points, "findings": []}
        for e in SESSION.exercises
    ]
    result = {"student": "ada", "session": "36", "notebook": "n", "outcome": "passed", "points": 100.0, "seconds": 1.0}
    record.append(tmp_path, {**result, "max_points": 100.0, "sha256": "x", "flags": [], "exercises": exercises})
    results = tmp_path / "results.jsonl"
    results.write_text(results.read_text() + "half a li")
    reported = command("report", tmp_path)
    assert reported.returncode == 0 and (tmp_path / "feedback" / "ada" / "36.html").exists()
    assert "line 2: not a result, left out (1 in all)" in reported.stderr
    exported = command("export", tmp_path, "--format", "canvas")
    assert Path(exported.stdout.strip()).read_text().splitlines()[2] == "ada,,,ada,,100"


def test_one_bad_file_among_good_ones_is_a_result(tmp_path):
    put(tmp_path / "class" / "ada.ipynb", cases.released(ROOT, SESSION))
    put(tmp_path / "class" / "bob.ipynb", "{")
    graded = command("grade", tmp_path / "class", "--out", tmp_path / "out", "--isolation", "none", "--seed", "5")
    assert graded.returncode == 0, graded.stderr
    assert "unprotected: student code runs with your rights" in graded.stderr
    outcomes = {r["student"]: (r["outcome"], r["seed"]) for r in record.load(tmp_path / "out").results}
    assert outcomes == {"ada": ("missing", 5), "bob": ("unreadable", 5)}


def test_no_sandbox_no_grading_unless_it_is_said(tmp_path):
    put(tmp_path / "class" / "ada.ipynb", cases.released(ROOT, SESSION))
    asked = command(
        "grade",
        tmp_path / "class",
        "--out",
        tmp_path / "out",
        "--session",
        "36",
        env={**os.environ, "PATH": str(tmp_path)},
    )
    refused(asked, "no sandbox", "--isolation none")
    assert record.load(tmp_path / "out").results == ()


def test_a_folder_that_another_run_grades_into(tmp_path):
    put(tmp_path / "class" / "ada.ipynb", cases.released(ROOT, SESSION))
    (tmp_path / "out").mkdir()
    with only_grader(tmp_path / "out"):
        refused(command("grade", tmp_path / "class", "--out", tmp_path / "out"), "is being graded into by another run")


def test_another_course_that_is_none(tmp_path):
    put(tmp_path / "class" / "ada.ipynb", cases.released(ROOT, SESSION))
    asked = command("grade", tmp_path / "class", "--out", tmp_path / "out", "--source", tmp_path / "class")
    refused(asked, "holds no notebook with graded cells: expected <assignment>/<notebook>.ipynb, as nbgrader does")


def test_check_says_not_yet(tmp_path):
    checked = command("check", put(tmp_path / "ada.ipynb", cases.released(ROOT, SESSION)))
    assert checked.returncode == 1, checked.stderr
    assert "0 of 100 points" in checked.stdout and "not attempted yet" in checked.stdout
