"""Whatever a class hands in is either a submission or unreadable with a reason."""

from __future__ import annotations

import io
import json
import os
import re
import zipfile

import nbformat
import pytest

from autograder.course import load_course
from autograder.grading.found import IntakeError
from autograder.grading.intake import Submission, Unchanged, Unreadable, Unusable, read_notebook, receive_with, take_in

STEM = "session_36_tensorflow_fundamentals"


@pytest.fixture
def take(release):
    course = load_course()
    return lambda path, **more: take_in(path, course, receive_with(course, {"36": release}), **more)


@pytest.fixture
def text(student_notebook):
    return nbformat.writes(student_notebook())


def put(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize("given", ["", "submitted"])
def test_nbgraders_layout(tmp_path, take, text, given):
    put(tmp_path / "submitted" / "ada" / STEM / f"{STEM}.ipynb", text)
    put(tmp_path / "submitted" / "bob" / STEM / f"{STEM}.ipynb", text)
    received = take(tmp_path / given)
    assert [(r.student, r.session, r.notebook) for r in received] == [("ada", "36", STEM), ("bob", "36", STEM)]


@pytest.mark.parametrize(
    ("name", "student"),
    [("ada.ipynb", "ada"), (f"ada_{STEM}.ipynb", "ada"), (f"{STEM}-bob.ipynb", "bob"), ("zoë ż.ipynb", "zoë ż")],
)
def test_a_flat_folder_names_students_by_file(tmp_path, take, text, name, student):
    put(tmp_path / name, text)
    assert [r.student for r in take(tmp_path)] == [student]
    assert [r.student for r in take(tmp_path / name)] == [student]


def test_one_file_inside_nbgraders_layout_knows_its_student(tmp_path, take, text):
    path = tmp_path / "submitted" / "ada" / STEM / f"{STEM}.ipynb"
    put(path, text)
    assert take(path)[0].student == "ada"


def make_zip(path, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_canvas_zip(tmp_path, take, text):
    path = make_zip(tmp_path / "c.zip", {"adalove_12_99_nb.ipynb": text, "bob_LATE_13_98_x_y.ipynb": text})
    assert [r.student for r in take(path)] == ["adalove", "bob"]


def test_moodle_zip(tmp_path, take, text):
    members = {"Ada Love_12_assignsubmission_file_/nb.ipynb": text, "__MACOSX/Ada/._nb.ipynb": "x"}
    assert [r.student for r in take(make_zip(tmp_path / "m.zip", members))] == ["Ada Love"]


def test_two_students_of_one_name_stay_two(tmp_path, take, text):
    path = make_zip(tmp_path / "c.zip", {"smith_1_5_a.ipynb": text, "smith_2_6_a.ipynb": text})
    assert [r.student for r in take(path)] == ["smith (1)", "smith (2)"]


def test_the_latest_of_several_counts_and_the_others_are_named(tmp_path, take, text):
    put(tmp_path / "ada" / "old.ipynb", text)
    put(tmp_path / "ada" / "new.ipynb", text + "\n")
    os.utime(tmp_path / "ada" / "old.ipynb", (1, 1))
    (received,) = take(tmp_path)
    assert received.place.endswith("new.ipynb")
    assert received.flags == ("earlier notebooks not graded: old.ipynb",)


def test_only_the_session_asked_for(tmp_path, take, text):
    put(tmp_path / "ada.ipynb", text)
    assert take(tmp_path, only=("37",)) == []
    assert len(take(tmp_path, only=("36",))) == 1


def test_bom_crlf_and_missing_metadata_are_read(student_notebook):
    raw = json.dumps({**student_notebook(), "metadata": None}, indent=1).replace("\n", "\r\n")
    notebook = read_notebook(b"\xef\xbb\xbf" + raw.encode())
    assert len(notebook.cells) == 7


def test_nbformat_3_is_read():
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [
            {
                "metadata": {},
                "cells": [{"cell_type": "code", "language": "python", "input": ["x = 1\n", "y"], "outputs": []}],
            }
        ],
    }
    assert [cell.source for cell in read_notebook(json.dumps(old).encode()).cells] == ["x = 1\ny"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b"hello", "not a notebook: the file is not valid JSON text"),
        (b"\xff\xfe\x00", "not a notebook: the file is not valid JSON text"),
        (b"[" * 200_000, "not a notebook: the file is not valid JSON text"),
        (b"[1]", "not a notebook: the file holds other data"),
        (b'{"nbformat": 4, "cells": 7}', "not a notebook: its parts are damaged"),
        (b'{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": "x = 1"}]}', None),
    ],
)
def test_what_is_no_notebook(data, reason):
    if reason is None:
        assert read_notebook(data).cells[0].source == "x = 1"
    else:
        with pytest.raises(Unusable, match=re.escape(reason)):
            read_notebook(data)


def test_a_notebook_of_another_course(tmp_path, take):
    put(tmp_path / "ada.ipynb", nbformat.writes(nbformat.v4.new_notebook()))
    (received,) = take(tmp_path)
    assert isinstance(received, Unreadable) and received.reason == "not a notebook of this course"


def test_the_session_is_told_by_its_checks_where_metadata_is_gone(tmp_path, take, student_notebook):
    put(tmp_path / "ada.ipynb", nbformat.writes(student_notebook(marks=False)))
    (received,) = take(tmp_path)
    assert isinstance(received, Submission) and received.session == "36"


def test_a_session_that_is_not_graded(tmp_path, text):
    put(tmp_path / "ada.ipynb", text)
    (received,) = take_in(tmp_path, load_course(), receive_with(load_course(), {}))
    assert received.reason == "session 36 is not among the sessions being graded"


def test_links_folders_and_devices_are_not_opened(tmp_path, take, text):
    put(tmp_path / "elsewhere" / "x.txt", text)
    folder = tmp_path / "class"
    (folder / "folder.ipynb").mkdir(parents=True)
    (folder / "link.ipynb").symlink_to(tmp_path / "elsewhere" / "x.txt")
    (folder / "eve").symlink_to(tmp_path / "elsewhere")
    put(tmp_path / "elsewhere" / "nb.ipynb", text)
    os.mkfifo(folder / "pipe.ipynb")
    reasons = {r.student: r.reason for r in take(folder)}
    assert reasons == {
        "folder": "it is not an ordinary file",
        "link": "it is a link, not a file",
        "eve": "it is a link, not a file",
        "pipe": "it is not an ordinary file",
    }


def test_sizes_are_bounded(tmp_path, release, text):
    from dataclasses import replace

    course = load_course()
    small = replace(course, limits=replace(course.limits, notebook_bytes=100))
    put(tmp_path / "flat" / "ada.ipynb", text)
    receive = receive_with(small, {"36": release})
    (received,) = take_in(tmp_path / "flat", small, receive)
    assert re.fullmatch(r"its \d+ bytes are more than the 100 allowed", received.reason)
    (received,) = take_in(make_zip(tmp_path / "z.zip", {"ada_1_2_x.ipynb": text}), small, receive)
    assert received.reason == "it unpacks to more than the 100 bytes allowed"


def test_paths_that_lead_out_of_an_archive(tmp_path, take, text):
    received = take(make_zip(tmp_path / "z.zip", {"../../etc/x.ipynb": text, "/abs/y.ipynb": text}))
    assert {r.reason for r in received} == {"its path in the archive leads out of the archive"}


def test_a_damaged_member_is_unreadable(tmp_path, take, text):
    path = make_zip(tmp_path / "z.zip", {"ada_1_2_x.ipynb": text})
    data = bytearray(path.read_bytes())
    data[60:80] = bytes(20)
    path.write_bytes(data)
    assert take(path)[0].reason == "it cannot be unpacked: BadZipFile"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda p: p / "none", "does not exist"),
        (lambda p: p, "holds no notebook"),
        (lambda p: (put(p / "x.txt", "x"), p / "x.txt")[1], "neither a folder, nor a notebook"),
        (lambda p: (put(p / "x.zip", "x"), p / "x.zip")[1], "cannot be opened as a zip archive"),
        (lambda p: make_zip(p / "e.zip", {"readme.txt": "x"}), "holds no notebook"),
    ],
)
def test_nothing_to_grade(tmp_path, take, make, message):
    with pytest.raises(IntakeError, match=message):
        take(make(tmp_path))


def test_an_archive_of_too_much(tmp_path, take, monkeypatch):
    monkeypatch.setattr("autograder.grading.found.MAX_MEMBERS", 1)
    path = make_zip(tmp_path / "z.zip", {"a_1_2_x.ipynb": "", "b_1_2_x.ipynb": ""})
    with pytest.raises(IntakeError, match="2 notebooks, too many or too large to be a class's work"):
        take(path)


def test_archives_are_read_in_memory(tmp_path, take, text):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ada_1_2_x.ipynb", text)
    put(tmp_path / "in" / "z.zip", buffer.getvalue())
    take(tmp_path / "in" / "z.zip")
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["z.zip"]


def standing_for(received):
    return {(r.student, r.sha256): {"student": r.student, "session": "36", "notebook": STEM, "outcome": "passed"}
            for r in received}  # fmt: skip


def test_a_file_whose_result_stands_is_not_opened_again(tmp_path, take, text, monkeypatch):
    put(tmp_path / "ada.ipynb", text)
    standing = standing_for(take(tmp_path))
    monkeypatch.setattr("autograder.grading.intake.read_notebook", lambda data: pytest.fail("it was opened"))
    (received,) = take(tmp_path, standing=standing)
    assert (type(received), received.student, received.session) == (Unchanged, "ada", "36")
    monkeypatch.undo()
    put(tmp_path / "ada.ipynb", text + "\n")
    assert isinstance(take(tmp_path, standing=standing)[0], Submission), "its hash is another one"


def test_a_namesake_who_comes_later_makes_the_recorded_name_useless(tmp_path, take, text):
    alone = make_zip(tmp_path / "z.zip", {"ada_1_2_x.ipynb": text})
    standing = standing_for(take(alone))
    assert isinstance(take(alone, standing=standing)[0], Unchanged)
    both = make_zip(tmp_path / "z.zip", {"ada_1_2_x.ipynb": text, "ada_7_2_x.ipynb": text})
    received = take(both, standing=standing)
    assert [(type(r), r.student) for r in received] == [(Submission, "ada (1)"), (Submission, "ada (7)")]
    assert [type(r) for r in take(both, standing=standing_for(received))] == [Unchanged, Unchanged]


def test_of_an_unchanged_and_a_newer_notebook_the_newer_counts(tmp_path, take, text):
    put(tmp_path / "ada" / "36" / "a.ipynb", text)
    standing = standing_for(take(tmp_path))
    put(tmp_path / "ada" / "36" / "b.ipynb", text + "\n")
    os.utime(tmp_path / "ada" / "36" / "a.ipynb", (1, 1))
    (received,) = take(tmp_path, standing=standing)
    assert isinstance(received, Submission) and received.file == "ada/36/b.ipynb"
    assert "earlier notebooks not graded: a.ipynb" in received.flags
