"""Damaged or foreign files of images are refused with their name and the cure, never read as something else."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from autograder.image_files import KEYS, DataError, read_idx, read_npz, require_digest

CURE = "delete it"


def arrays(count: int = 6) -> dict[str, np.ndarray]:
    images = np.arange(count * 784, dtype=np.int64).reshape(count, 28, 28).astype(np.uint8)
    labels = np.arange(count, dtype=np.uint8)
    return {"x_train": images, "y_train": labels, "x_test": 255 - images[:3], "y_test": labels[:3]}


def saved(folder: Path, **changed) -> Path:
    path = folder / "set.npz"
    np.savez(path, **{key: value for key, value in {**arrays(), **changed}.items() if value is not None})
    return path


def test_a_good_file_is_read(tmp_path: Path):
    x_train, y_train, x_test, y_test = read_npz(saved(tmp_path), CURE)
    assert (x_train.dtype, x_train.shape, y_train.dtype, len(x_test), len(y_test)) == (
        np.uint8,
        (6, 28, 28),
        np.int64,
        3,
        3,
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"y_test": None}, r"set\.npz lacks y_test: delete it"),
        ({"x_train": np.zeros((6, 32, 32), np.uint8)}, r"set\.npz: x_train is uint8 \(6, 32, 32\), not uint8"),
        ({"x_train": np.zeros((6, 28, 28))}, "x_train is float64"),
        ({"y_train": np.zeros(5, np.uint8)}, r"y_train is uint8 \(5,\), not 6 whole numbers"),
        ({"y_train": np.full(6, 0.5)}, "y_train is float64"),
        ({"y_test": np.array([1, 2, 10])}, "y_test has labels from 1 to 10, not 0 to 9"),
        ({"x_test": np.zeros((0, 28, 28), np.uint8), "y_test": np.zeros(0, np.uint8)}, "y_test is uint8"),
        ({"y_test": np.array([{}, 1, 2], dtype=object)}, r"set\.npz is damaged or not an npz file .*pickle"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, changed: dict, said: str):
    with pytest.raises(DataError, match=said):
        read_npz(saved(tmp_path, **changed), CURE)


@pytest.mark.parametrize("keep", [0, 100, 3000])
def test_a_truncated_file_is_damaged(tmp_path: Path, keep: int):
    path = saved(tmp_path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(DataError, match=r"set\.npz is damaged or not an npz file \(.*\): delete it"):
        read_npz(path, CURE)


def idx_files(folder: Path) -> list[Path]:
    paths = [folder / f"{key}.gz" for key in KEYS]
    for path, (key, value) in zip(paths, arrays().items(), strict=True):
        header = bytes(16 if key.startswith("x") else 8)
        path.write_bytes(gzip.compress(header + value.tobytes()))
    return paths


def test_idx_files_are_read_and_a_truncated_one_is_named(tmp_path: Path):
    paths = idx_files(tmp_path)
    assert read_idx(paths, CURE)[0].shape == (6, 28, 28)
    paths[2].write_bytes(paths[2].read_bytes()[:-20])
    with pytest.raises(DataError, match=r"x_test\.gz is damaged \(.*\): delete it"):
        read_idx(paths, CURE)


def test_a_checksum_that_differs_is_named(tmp_path: Path):
    path = tmp_path / "set.npz"
    path.write_bytes(b"abc")
    require_digest(path, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", CURE)
    with pytest.raises(DataError, match=r"set\.npz is not the published file \(wrong checksum\): delete it"):
        require_digest(path, "0" * 64, CURE)
