"""Digits and garments: every source says which it is; sealed images are new, handed-out ones never sealed."""

import sys
from pathlib import Path

import numpy as np
import pytest
from test_image_files import arrays

from autograder import handed_out, image_sets
from autograder.course import load_course
from autograder.data import image_splits
from autograder.image_files import KEYS, DataError

DATASETS = Path(__file__).parents[1] / "datasets"
NAMES = ("digits", "fashion")


@pytest.fixture(autouse=True)
def embedded_only(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AUTOGRADER_EMBEDDED", "1")
    for cached in (handed_out.pool, handed_out.handed_out, handed_out.sealed_images):
        cached.cache_clear()


def _keys(images: np.ndarray) -> set[bytes]:
    return {image.tobytes() for image in images}


@pytest.mark.parametrize(
    ("name", "source_id", "sizes"), [("digits", "optical_digits", (1300, 497)), ("fashion", "garments", (4000, 600))]
)
def test_embedded_sets_hold_all_classes_and_no_image_twice(name: str, source_id: str, sizes: tuple, capsys):
    images = getattr(image_sets, name)()
    assert f"{name}: " in capsys.readouterr().out and images.source_id == source_id and "(embedded)" in images.source
    assert (len(images.x_train), len(images.x_test)) == sizes
    assert set(images.y_train[:100]) == set(images.y_test) == set(range(10)) and len(images.class_names) == 10
    assert not _keys(images.x_train) & _keys(images.x_test)
    assert len(_keys(images.x_train)) == len(images.x_train)


@pytest.mark.parametrize("name", NAMES)
def test_the_embedded_files_can_be_made_again(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(DATASETS))
    made = __import__("make_digits" if name == "digits" else "make_garments").arrays()
    with np.load(DATASETS / ("digits.npz" if name == "digits" else "garments.npz")) as stored:
        assert all((made[key] == stored[key]).mean() > 0.999 for key in KEYS)  # Pillow may round a pixel otherwise


@pytest.mark.parametrize("name", NAMES)
def test_sealed_images_are_new_balanced_and_belong_to_a_seed(name: str):
    x, y = handed_out.sealed_images(name, 5)
    other, _ = handed_out.sealed_images(name, 6)
    shown = handed_out.handed_out(name, 5)
    everything = handed_out.pool(name)
    assert len(set(np.bincount(y, minlength=10))) == 1 and x.dtype == np.uint8 and x.shape == (len(y), 28, 28)
    assert not _keys(x) & (_keys(shown.x_train) | _keys(shown.x_test))
    assert not _keys(x) & _keys(other)
    again, _ = (handed_out.sealed_images.__wrapped__)(name, 5)
    assert again.tobytes() == x.tobytes()
    if everything.source_id != "garments":
        assert len(shown.x_test) + len(x) <= len(everything.x_test)


def test_what_is_handed_out_survives_the_journey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    session = load_course().session("37")
    for file, data in handed_out.archives(session, 5).items():
        (tmp_path / file).write_bytes(data)
    monkeypatch.setenv("AUTOGRADER_DATA", str(tmp_path))
    for name in NAMES:
        arrived, sent = image_sets.load(name), handed_out.handed_out(name, 5)
        assert arrived.source == sent.source and arrived.class_names == sent.class_names
        assert all(np.array_equal(getattr(arrived, key), getattr(sent, key)) for key in KEYS)


def test_a_folder_of_the_course_comes_first_and_is_called_a_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("AUTOGRADER_EMBEDDED")
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    np.savez(tmp_path / "mnist.npz", **arrays())
    images = image_sets.load("digits")
    assert images.source_id == "mnist_sample" and str(tmp_path) in images.source and "6 training" in images.source
    (tmp_path / "mnist.npz").write_bytes(b"PK not really")
    with pytest.raises(DataError, match=r"mnist\.npz is damaged .*replace it, or unset COURSE_DATA"):
        image_sets.load("digits")


def test_splits_are_scaled_stratified_and_disjoint():
    images = image_sets.embedded("digits")
    splits = image_splits(images, 1000)
    x_train, y_train, x_val, y_val, x_test, y_test = splits.arrays
    assert (len(x_train), len(x_val), len(x_test)) == (850, 150, 497) and x_train.shape[1:] == (28, 28, 1)
    assert x_train.dtype == np.float32 and x_train.min() == 0 and x_train.max() == 1
    assert not _keys(x_train) & _keys(x_val)
    assert np.abs(np.bincount(y_train) / 850 - np.bincount(y_val) / 150).max() < 0.01


def test_the_trusted_side_reads_data_without_tensorflow():
    import subprocess

    code = "from autograder.handed_out import archives; from autograder.course import load_course; import sys;\
            archives(load_course().session('37'), 1); print('tensorflow' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
