"""The evidence format: plain data survives the way out and back; nothing else gets through."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from autograder.evidence import BadEvidence, decode, encode, read_evidence, write_evidence

LIMIT_BYTES = 1_000_000


def _archive(**members) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **members)
    return buffer.getvalue()


def _text(document: str) -> np.ndarray:
    return np.frombuffer(document.encode(), dtype=np.uint8)


def test_plain_data_comes_back_as_it_was():
    evidence = {
        "n": 3,
        "share": 0.5,
        "yes": True,
        "nothing": None,
        "text": "größer → 1",
        "nested": {"list": [1, [np.arange(6, dtype=np.float32).reshape(2, 3)]]},
        "nan": float("nan"),
    }
    back = decode(encode(evidence), LIMIT_BYTES)
    array = back["nested"]["list"][1][0]
    assert array.dtype == np.float32 and np.array_equal(array, evidence["nested"]["list"][1][0])
    assert {k: back[k] for k in ("n", "share", "yes", "nothing", "text")} == {
        k: evidence[k] for k in ("n", "share", "yes", "nothing", "text")
    }
    assert back["yes"] is True and back["nan"] != back["nan"]


class _Float(float):
    """A float that could bring code along."""


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (_Float(1.0), r"evidence\.x is a _Float, not plain data"),
        (np.array(["a"]), r"evidence\.x is an array of <U1, not of numbers"),
        (np.array([object()]), r"evidence\.x is an array of object, not of numbers"),
        ([1, {2, 3}], r"evidence\.x\[1\] is a set, not plain data"),
        ({1: 2}, r"evidence\.x has a key that is not plain text"),
        ({"$array": "a0"}, r"evidence\.x has a key that is not plain text"),
        (np.ma.array([1]), r"evidence\.x is a MaskedArray, not plain data"),
    ],
)
def test_what_is_not_plain_data_is_refused(value, message: str):
    with pytest.raises(BadEvidence, match=message):
        encode({"x": value})


def test_endless_nesting_is_refused():
    value: list = []
    value.append(value)
    with pytest.raises(BadEvidence, match="nested deeper than 20 levels"):
        encode({"x": value})


def test_deep_json_from_elsewhere_is_refused():
    with pytest.raises(BadEvidence, match="nested deeper than 20 levels"):
        decode(_archive(json=_text('{"x": ' + "[" * 30 + "]" * 30 + "}")), LIMIT_BYTES)
    with pytest.raises(BadEvidence, match="cannot be read: RecursionError"):
        decode(_archive(json=_text("[" * 100_000)), LIMIT_BYTES)


def test_a_pickle_is_never_opened():
    opened = []

    class Trap:
        def __reduce__(self):
            return opened.append, (1,)

    buffer = io.BytesIO()
    np.savez(buffer, json=_text('{"x": {"$array": "a0"}}'), a0=np.array([Trap()], dtype=object))
    with pytest.raises(BadEvidence, match="cannot be read: ValueError"):
        decode(buffer.getvalue(), LIMIT_BYTES)
    assert not opened


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 nonsense", b"\x93NUMPY", b"{}"])
def test_garbage_is_unreadable(data: bytes):
    with pytest.raises(BadEvidence, match="the evidence cannot be read"):
        decode(data, LIMIT_BYTES)


def test_an_archive_that_is_no_table_is_refused():
    with pytest.raises(BadEvidence, match="not a table of named values"):
        decode(_archive(json=_text("[1]")), LIMIT_BYTES)
    with pytest.raises(BadEvidence, match="an array of <U1, not of numbers"):
        decode(_archive(json=_text('{"x": {"$array": "a0"}}'), a0=np.array(["a"])), LIMIT_BYTES)


def test_a_zip_bomb_is_measured_before_it_is_opened():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a0.npy", b"\0" * (LIMIT_BYTES + 1))
    assert len(buffer.getvalue()) < 10_000
    with pytest.raises(BadEvidence, match="unpacks to 1000001 bytes, more than the 1000000 allowed"):
        decode(buffer.getvalue(), LIMIT_BYTES)


def test_an_array_is_referred_to_once():
    alias = _text('{"x": {"$array": "a0"}, "y": {"$array": "a0"}}')
    with pytest.raises(BadEvidence, match="cannot be read: KeyError"):
        decode(_archive(json=alias, a0=np.zeros(3)), LIMIT_BYTES)


def test_too_many_bytes_are_refused():
    data = encode({"x": np.zeros(1000)})
    with pytest.raises(BadEvidence, match="more than the 100 allowed"):
        decode(data, 100)
    with pytest.raises(BadEvidence, match=f"takes {len(data)} bytes, more than the {len(data) - 1} allowed"):
        encode({"x": np.zeros(1000)}, len(data) - 1)
    assert len(encode({"x": np.zeros(1000)}, len(data))) == len(data)


def test_a_file_is_written_whole_and_read_back(tmp_path: Path):
    path = tmp_path / "36_1.npz"
    write_evidence(path, encode({"x": 1}))
    assert read_evidence(path, LIMIT_BYTES) == {"x": 1}
    assert [p.name for p in tmp_path.iterdir()] == ["36_1.npz"]


def test_links_folders_and_large_files_are_refused(tmp_path: Path):
    real = tmp_path / "real.npz"
    write_evidence(real, encode({"x": 1}))
    link = tmp_path / "link.npz"
    link.symlink_to(real)
    (tmp_path / "folder.npz").mkdir()
    for name in ("link.npz", "folder.npz", "missing.npz"):
        with pytest.raises(BadEvidence, match=f"{name} is not a regular file"):
            read_evidence(tmp_path / name, LIMIT_BYTES)
    with pytest.raises(BadEvidence, match="real.npz is larger than the 10 bytes allowed"):
        read_evidence(real, 10)
