"""Evidence: what leaves a student's kernel. Plain data only: JSON values and numeric NumPy arrays, no code, no pickles.

On disk it is one `.npz` archive: the member `json` holds the JSON text with `{"$array": "a0"}` where an array stood,
the members `a0`, `a1`, … hold the arrays. Reading never unpickles, and looks at the sizes before it opens a member.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import numpy as np

MAX_DEPTH = 20
_NUMERIC_KINDS = "biuf"
_REFERENCE = "$array"


class BadEvidence(ValueError):
    """The evidence is not plain data, is too large, or cannot be read."""


def encode(evidence: dict, max_bytes: int | None = None) -> bytes:
    """`evidence` as the bytes of an archive, which `decode` takes. Raises `BadEvidence` naming the path of what is not
    plain data, and where the archive is larger than `max_bytes`."""
    arrays: dict[str, np.ndarray] = {}
    document = _strip(evidence, arrays, "evidence", 0)
    buffer = io.BytesIO()
    text = np.frombuffer(json.dumps(document).encode(), dtype=np.uint8)
    np.savez(buffer, json=text, **arrays)
    archive = buffer.getvalue()
    if max_bytes is not None:
        _require_small(archive, max_bytes)
    return archive


def decode(data: bytes, max_bytes: int) -> dict:
    """The evidence in an archive's bytes. Raises `BadEvidence`; `max_bytes` bounds the unpacked size."""
    _require_small(data, max_bytes)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            if unpacked > max_bytes:
                raise BadEvidence(f"the evidence unpacks to {unpacked} bytes, more than the {max_bytes} allowed")
        with np.load(io.BytesIO(data), allow_pickle=False) as members:
            arrays = {name: members[name] for name in members.files}
        document = json.loads(arrays.pop("json").tobytes())
        evidence = _fill(document, arrays, 0)
    except BadEvidence:
        raise
    except Exception as error:  # whatever a hostile archive provokes, it is unreadable evidence and nothing more
        raise BadEvidence(f"the evidence cannot be read: {type(error).__name__}") from error
    if not isinstance(evidence, dict):
        raise BadEvidence("the evidence is not a table of named values")
    return evidence


def _require_small(data: bytes, max_bytes: int) -> None:
    if len(data) > max_bytes:
        raise BadEvidence(f"the evidence takes {len(data)} bytes, more than the {max_bytes} allowed")


def write_evidence(path: Path, archive: bytes) -> None:
    """Write what `encode` made to `path` in one piece: a reader never sees half a file."""
    partial = path.with_suffix(".partial")
    partial.write_bytes(archive)
    partial.replace(path)


def read_evidence(path: Path, max_bytes: int) -> dict:
    """The evidence at `path`, which must be a regular file (no link). Raises `BadEvidence`."""
    if path.is_symlink() or not path.is_file():
        raise BadEvidence(f"{path.name} is not a regular file")
    if path.stat().st_size > max_bytes:
        raise BadEvidence(f"{path.name} is larger than the {max_bytes} bytes allowed")
    return decode(path.read_bytes(), max_bytes)


def _strip(value, arrays: dict[str, np.ndarray], where: str, depth: int):
    """`value` as a JSON value; each array moves into `arrays` and leaves a reference."""
    if depth > MAX_DEPTH:
        raise BadEvidence(f"{where} is nested deeper than {MAX_DEPTH} levels")
    if value is None or type(value) in (bool, int, float, str):
        return value
    if type(value) is np.ndarray:
        if value.dtype.kind not in _NUMERIC_KINDS:
            raise BadEvidence(f"{where} is an array of {value.dtype}, not of numbers")
        name = f"a{len(arrays)}"
        arrays[name] = value
        return {_REFERENCE: name}
    if type(value) in (list, tuple):
        return [_strip(item, arrays, f"{where}[{i}]", depth + 1) for i, item in enumerate(value)]
    if type(value) is dict:
        if any(type(key) is not str or key == _REFERENCE for key in value):
            raise BadEvidence(f"{where} has a key that is not plain text")
        return {key: _strip(item, arrays, f"{where}.{key}", depth + 1) for key, item in value.items()}
    raise BadEvidence(f"{where} is a {type(value).__name__}, not plain data")


def _fill(value, arrays: dict[str, np.ndarray], depth: int):
    if depth > MAX_DEPTH:
        raise BadEvidence(f"nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, list):
        return [_fill(item, arrays, depth + 1) for item in value]
    if isinstance(value, dict):
        if set(value) == {_REFERENCE}:
            array = arrays.pop(value[_REFERENCE])  # once each: a thousand references to one array are a thousand copies
            if array.dtype.kind not in _NUMERIC_KINDS:
                raise BadEvidence(f"an array of {array.dtype}, not of numbers")
            return array
        return {key: _fill(item, arrays, depth + 1) for key, item in value.items()}
    return value
