"""The released notebooks: found, read, and told apart by version."""

from __future__ import annotations

import shutil

import pytest

from autograder.course import load_course
from autograder.grading.release import ReleaseError, course_root, load_release, notebook_path, part_of, solutions_path

SESSION = load_course().session("36")


def test_grade_ids():
    assert part_of("check_36_10") == ("check", "36.10")
    assert part_of("solution_36_8") == ("solution", "36.8")
    assert part_of("reflection_36") == part_of("") == part_of("check_36_8; x") == ("", "")


def test_every_exercise_has_its_solution_and_its_check():
    release = load_release(course_root(), SESSION)
    for exercise in SESSION.exercises:
        assert release.by_grade_id(f"solution_{exercise.slug}").is_solution
        assert release.by_grade_id(f"check_{exercise.slug}").points == exercise.points
    assert release.by_grade_id("") is None


def test_a_notebook_that_is_not_built(tmp_path):
    with pytest.raises(ReleaseError, match="is missing: run `python -m autograder build`"):
        load_release(tmp_path, SESSION)
    path = notebook_path(tmp_path, SESSION)
    path.parent.mkdir(parents=True)
    path.write_text("{")
    with pytest.raises(ReleaseError, match="is not a readable notebook"):
        load_release(tmp_path, SESSION)


def test_another_release_is_another_version(tmp_path):
    path = notebook_path(tmp_path, SESSION)
    for part in ("notebooks", "solutions"):
        shutil.copytree(course_root() / part / SESSION.stem, tmp_path / part / SESSION.stem)
    same = load_release(course_root(), SESSION).version
    assert load_release(tmp_path, SESSION).version == same
    path.write_text(path.read_text() + "\n")
    changed = load_release(tmp_path, SESSION).version
    solutions_path(path).unlink()  # then what builds on a wrong answer is graded in another way
    assert len({same, changed, load_release(tmp_path, SESSION).version}) == 3


def test_other_embedded_data_are_another_version(tmp_path, monkeypatch):
    version = load_release(course_root(), SESSION).version
    shutil.copytree(course_root() / "datasets", tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr("autograder.grading.release.datasets_folder", lambda: tmp_path)
    assert load_release(course_root(), SESSION).version == version
    (tmp_path / "digits.npz").write_bytes(b"other digits")
    assert load_release(course_root(), SESSION).version != version


def test_no_course_here(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.grading.release.__file__", str(tmp_path / "a" / "b" / "c.py"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ReleaseError, match="no notebooks/ folder here"):
        course_root()
    (tmp_path / "notebooks").mkdir()
    assert course_root() == tmp_path
