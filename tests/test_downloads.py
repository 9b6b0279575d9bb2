"""Downloads, from a server on this machine: whole and checked, or nothing is left behind."""

import hashlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from test_image_files import arrays

from autograder import downloads, image_sets
from autograder.downloads import DownloadError, FullSet, cache_folder, cached, fetch, missing_files
from autograder.image_files import DataError


class _Files(BaseHTTPRequestHandler):
    """Serves `data` as `claimed` bytes; where it has fewer it stalls, or closes."""

    data, claimed, status, closes, stall = b"", 0, 200, False, threading.Event()

    def do_GET(self):
        self.send_response(self.status)
        self.send_header("Content-Length", str(self.claimed))
        self.end_headers()
        self.wfile.write(self.data)
        self.wfile.flush()
        if self.claimed > len(self.data) and not self.closes:
            self.stall.wait(5)

    def log_message(self, *args):
        pass


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[_Files]]:
    """A server whose file is the full set of digits, with its checksum known, and an empty cache."""
    np.savez(tmp_path / "made.npz", **arrays())
    data = (tmp_path / "made.npz").read_bytes()
    handler = type("Handler", (_Files,), {"data": data, "claimed": len(data), "stall": threading.Event()})
    http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    for name in ("AUTOGRADER_EMBEDDED", "AUTOGRADER_OFFLINE", "COURSE_DATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(downloads, "ORIGIN", f"http://127.0.0.1:{http.server_port}/")
    full = FullSet("MNIST", "datasets", (("mnist.npz", hashlib.sha256(data).hexdigest()),), 1, "9 images")
    monkeypatch.setitem(downloads.FULL, "digits", full)
    yield handler
    handler.stall.set()
    http.shutdown()
    http.server_close()


def _left(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "keras").rglob("*") if path.name not in ("datasets", "keras.json"))


def test_a_download_is_kept_and_not_repeated(server, tmp_path: Path, capsys: pytest.CaptureFixture):
    assert missing_files("digits") == ["mnist.npz"]
    images = image_sets.digits()
    assert (images.source_id, len(images.x_train)) == ("mnist_sample", 6)
    said = capsys.readouterr().out
    assert "MNIST is not here yet: downloading it once" in said and f"mnist.npz [{'=' * 30}] 0.0 of 0.0 MiB" in said
    assert _left(tmp_path) == ["mnist.npz"]
    server.data = b""
    assert image_sets.digits().x_train.tobytes() == images.x_train.tobytes()


def test_a_download_with_the_wrong_bytes_is_refused_and_leaves_nothing(server, tmp_path: Path):
    server.data = b"x" * server.claimed
    with pytest.raises(
        DataError, match=r"mnist\.npz is not the published file \(wrong checksum\): the download was damaged"
    ):
        fetch("digits")
    assert _left(tmp_path) == []


def test_a_download_that_ends_early_leaves_nothing(server, tmp_path: Path):
    server.data, server.closes = server.data[:1000], True
    with pytest.raises(DownloadError, match=r"MNIST, .* \(the connection ended after 1,000 of [\d,]+ bytes\); check"):
        fetch("digits")
    assert _left(tmp_path) == []


def test_a_download_that_stalls_leaves_nothing(server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(downloads, "TIMEOUT_S", 0.3)
    server.data = server.data[:1000]
    with pytest.raises(
        DownloadError,
        match=r"could not download MNIST, http://127.0.0.1:\d+/.*/mnist.npz \(.*timed out.*\); check the network",
    ):
        fetch("digits")
    assert _left(tmp_path) == []


def test_an_interrupted_download_leaves_nothing(server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def interrupted(file: str, staging: Path, name: str) -> Path:
        (staging / file).write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(downloads, "_download", interrupted)
    with pytest.raises(KeyboardInterrupt):
        fetch("digits")
    assert _left(tmp_path) == []


def test_what_a_killed_download_left_is_cleared_away_later(server, tmp_path: Path):
    for left, age_s in (("partial-old", 7200), ("partial-now", 0)):  # the second may belong to a running download
        folder = cache_folder("digits") / left
        folder.mkdir(parents=True)
        (folder / "mnist.npz").write_bytes(b"half")
        os.utime(folder, (time.time() - age_s,) * 2)
    fetch("digits")
    assert _left(tmp_path) == ["mnist.npz", "mnist.npz", "partial-now"]


def test_a_server_that_has_no_such_file_is_said(server):
    server.status = 404
    with pytest.raises(DownloadError, match=r"could not download MNIST, .*/mnist.npz \(Not Found\)"):
        fetch("digits")


def test_a_cache_that_cannot_be_written_is_said(server, monkeypatch: pytest.MonkeyPatch):
    def refused(**arguments):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(downloads.tempfile, "mkdtemp", refused)
    with pytest.raises(
        DownloadError, match=r"datasets cannot be written \(Permission denied\): name another .*KERAS_HOME"
    ):
        fetch("digits")


def test_keras_finds_what_was_fetched_where_it_looks_itself(server, tmp_path: Path):
    from keras.utils import get_file

    path = fetch("digits") / "mnist.npz"
    server.status = 404
    found = get_file("mnist.npz", downloads.ORIGIN + "mnist.npz", cache_dir=tmp_path / "keras")
    assert Path(found).resolve() == path.resolve()


def test_without_a_network_the_embedded_digits_do_and_say_so(server, capsys: pytest.CaptureFixture, monkeypatch):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setattr(downloads, "ORIGIN", f"http://127.0.0.1:{unused.getsockname()[1]}/")
        assert image_sets.digits().source_id == "optical_digits"
    said = capsys.readouterr().out
    assert "could not download MNIST" in said and "Going on with the embedded digits." in said
    assert "digits: handwritten digits of the UCI repository" in said


def test_offline_by_choice_nothing_is_tried(server, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AUTOGRADER_OFFLINE", "1")
    server.data = b""
    said = []
    assert image_sets.load("digits", said.append).source_id == "optical_digits"
    assert said == [
        "MNIST is not here, and AUTOGRADER_OFFLINE is set. Going on with the embedded digits; "
        "python -m autograder data fetch digits brings the full set."
    ]


def test_a_damaged_file_in_the_cache_is_named_and_not_passed_over(server):
    path = fetch("digits") / "mnist.npz"
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(
        DataError, match=r"mnist\.npz is not the published file .*delete it, then run python -m autograder"
    ):
        cached("digits")
    with pytest.raises(DataError, match="delete it, then run python -m autograder data fetch digits"):
        image_sets.load("digits")
    with pytest.raises(DataError, match="delete it, then run python -m autograder data fetch digits"):
        fetch("digits")
