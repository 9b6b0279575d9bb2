"""Digits and garments: every source says which it is; sealed images are new, handed-out ones never sealed."""

import os
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
    monkeypatch.delenv("COURSE_DATA", raising=False)


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the course with forty training and forty test images, four of each class."""
    monkeypatch.delenv("AUTOGRADER_EMBEDDED")
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    images = np.random.default_rng(0).integers(0, 256, (80, 28, 28), dtype=np.uint8)
    labels = np.tile(np.arange(10), 4)
    np.savez(tmp_path / "mnist.npz", x_train=images[:40], y_train=labels, x_test=images[40:], y_test=labels)
    return tmp_path / "mnist.npz"


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
    handed_out._sealed.cache_clear()
    assert handed_out.sealed_images(name, 5)[0].tobytes() == x.tobytes()
    if everything.source_id != "garments":
        assert len(shown.x_test) + len(x) == len(everything.x_test)


def test_the_originals_of_sealed_images_are_handed_out_to_nobody(sample: Path):
    x, y = handed_out.sealed_images("digits", 5)
    assert np.bincount(y).tolist() == [2] * 10  # half of each class's test images
    shown, everything = handed_out.handed_out("digits", 5), handed_out.pool("digits")
    assert len(shown.x_test) == 20 and len(shown.x_train) == 40
    assert shown.source == f"{everything.source}, 20 of them kept back for grading"
    numbers = handed_out._withheld("digits", 5)
    originals, labels = everything.x_test[numbers], everything.y_test[numbers]
    assert not _keys(originals) & (_keys(shown.x_train) | _keys(shown.x_test)) and sorted(labels) == sorted(y)
    assert not _keys(x) & (_keys(everything.x_train) | _keys(everything.x_test))
    other = handed_out._withheld("digits", 6)
    assert set(other) != set(numbers)


def test_a_changed_image_is_the_same_image_to_a_person():
    everything, rng = handed_out.pool("digits"), np.random.default_rng(1)
    for image in everything.x_test[:50]:
        changed = handed_out._changed(image, rng)
        assert np.corrcoef(changed.ravel(), image.ravel())[0, 1] > 0.9
        assert changed.tobytes() != image.tobytes()


def test_what_is_handed_out_survives_the_journey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    session = load_course().session("37")
    for file, data in handed_out.archives(session, 5).items():
        (tmp_path / file).write_bytes(data)
    monkeypatch.setenv("AUTOGRADER_DATA", str(tmp_path))
    for name in NAMES:
        arrived, sent = image_sets.load(name), handed_out.handed_out(name, 5)  # the grader's own does not look there
        assert arrived.source == sent.source and arrived.class_names == sent.class_names
        assert all(np.array_equal(getattr(arrived, key), getattr(sent, key)) for key in KEYS)


def test_a_folder_of_the_course_comes_first_and_is_called_a_sample(sample: Path, monkeypatch: pytest.MonkeyPatch):
    images = image_sets.load("digits")
    assert images.source_id == "mnist_sample"
    assert images.source == "a sample of MNIST (from COURSE_DATA): 40 training and 40 test images"
    assert images.x_train.tobytes() == image_sets.load("digits").x_train.tobytes()
    monkeypatch.setattr(image_sets, "FULL_SIZES", (40, 40))
    images = image_sets.load("digits")
    assert (images.source_id, images.source[:6]) == ("mnist", "MNIST ")


def test_damage_in_the_folder_of_the_course_is_not_passed_over(sample: Path, monkeypatch: pytest.MonkeyPatch):
    sample.write_bytes(b"PK not really")
    for load in (image_sets.load, handed_out.pool):
        with pytest.raises(DataError, match=r"mnist\.npz is damaged .*replace it, or unset COURSE_DATA"):
            load("digits")
    monkeypatch.setenv("COURSE_DATA", str(sample))
    with pytest.raises(
        DataError, match=r"COURSE_DATA names .*mnist\.npz, which is not a folder: correct it or unset it"
    ):
        image_sets.load("digits")


def test_a_set_that_the_folder_of_the_course_lacks_is_looked_for_elsewhere(sample: Path, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    assert image_sets.place("digits").kind == "course"
    assert image_sets.place("fashion").kind == "embedded" == image_sets.place("fashion").kind


def test_the_graders_set_is_read_only_and_follows_its_file(sample: Path):
    first = handed_out.pool("digits")
    assert handed_out.pool("digits") is first
    with pytest.raises(ValueError, match="read-only"):
        first.x_train[0] = 0
    np.savez(sample, **arrays())
    os.utime(sample, ns=(1, 1))
    assert len(handed_out.pool("digits").x_train) == 6


def test_of_equal_images_one_stays_and_a_test_image_before_others(sample: Path):
    images = arrays()
    images["x_train"][:2] = images["x_test"][0], images["x_train"][5]
    np.savez(sample, **images)
    found = image_sets.load("digits")
    assert found.source == "a sample of MNIST (from COURSE_DATA): 4 training and 3 test images, 2 repeated left out"
    assert not _keys(found.x_train) & _keys(found.x_test) and len(_keys(found.x_train)) == 4


def test_splits_are_scaled_stratified_and_disjoint():
    images = image_sets.load("digits")
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
