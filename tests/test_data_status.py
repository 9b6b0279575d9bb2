"""`data status` and `data fetch`: a true table, and one line where something cannot be had."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from test_image_files import arrays

from autograder import data_status, downloads
from autograder.__main__ import cli, main
from autograder.errors import UserError


@pytest.fixture(autouse=True)
def empty_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    for name in ("COURSE_DATA", "AUTOGRADER_EMBEDDED", "AUTOGRADER_OFFLINE"):
        monkeypatch.delenv(name, raising=False)


def _status(monkeypatch: pytest.MonkeyPatch, columns: int = 250) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    done = CliRunner().invoke(cli, ["data", "status"])
    assert done.exit_code == 0, done.output
    return done.output


def test_status_shows_what_is_used_and_what_the_full_sets_need(monkeypatch: pytest.MonkeyPatch):
    wide, narrow = _status(monkeypatch), _status(monkeypatch, 80)
    for shown in (wide, narrow):
        assert "Iris, 150 flowers" in shown
        assert "1,300 + 497" in shown and "garment sketches drawn for this course" in shown
        assert "flowers drawn for this course" in shown and "250 + 100 + 200" in shown
        assert "alpha 0.35" in shown and "218 MB: python -m autograder data fetch flowers (3,670 photos)" in shown
        assert "11 MB: python -m autograder data fetch digits (60,000 + 10,000 images)" in shown
    assert "data set" in wide and "data set" not in narrow


def test_status_names_a_damaged_file_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "mnist.npz").write_bytes(b"half")
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    shown = _status(monkeypatch, 80)
    assert f"none: {tmp_path}/mnist.npz is damaged" in shown and "garment sketches" in shown


def test_status_tells_the_sources_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    np.savez(tmp_path / "mnist.npz", **arrays())
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    assert "a sample of MNIST (from COURSE_DATA)" in _status(monkeypatch)
    (downloads.cache_folder("digits")).mkdir(parents=True)
    (downloads.cache_folder("digits") / "mnist.npz").write_bytes(b"")
    assert "unset COURSE_DATA: it is downloaded" in _status(monkeypatch)


def test_fetch_says_where_the_sets_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    fetched, said = [], []
    monkeypatch.setattr(data_status, "fetch", lambda name: fetched.append(name) or tmp_path)
    data_status.fetch_full_sets((), said.append)
    assert fetched == ["digits", "fashion", "flowers", "base"]
    assert said[:2] == [f"MNIST is complete: {tmp_path}", f"Fashion-MNIST is complete: {tmp_path}"]
    assert said[2:] == [
        f"flower_photos is complete: {tmp_path}",
        f"MobileNetV2's ImageNet weights is complete: {tmp_path}",
    ]


def test_fetch_without_a_network_is_one_line_and_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    monkeypatch.setattr(downloads, "ORIGIN", "http://127.0.0.1:9/")
    monkeypatch.setattr("sys.argv", ["autograder", "data", "fetch", "digits"])
    with pytest.raises(SystemExit, match="2"):
        main()
    said = capsys.readouterr().err.splitlines()
    address = "http://127.0.0.1:9/tensorflow/tf-keras-datasets/mnist.npz"
    assert len(said) == 1 and said[0].startswith(f"autograder: could not download MNIST, {address} (")


def test_fetch_respects_a_choice_to_stay_offline(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AUTOGRADER_OFFLINE", "1")
    with pytest.raises(UserError, match="AUTOGRADER_OFFLINE is set, so nothing is downloaded: unset it"):
        data_status.fetch_full_sets((), print)
