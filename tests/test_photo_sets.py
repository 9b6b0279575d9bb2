"""Flower photos: every source says which it is, parts are apart, sealed photos are new, damaged files are named."""

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from autograder import data_places, downloads, handed_out, photo_sets
from autograder.course import load_course
from autograder.downloads import FullSet
from autograder.drawn.flowers import FLOWER_CLASSES, draw_flower_photos
from autograder.image_files import DataError
from autograder.photo_files import decode, pack, read_packed, unpack

A_CLASS = 20
WEIGHTS = "mobilenet_v2_1.0_224_no_top.weights.h5"


@pytest.fixture(autouse=True)
def embedded_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("AUTOGRADER_EMBEDDED", "1")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.delenv("COURSE_DATA", raising=False)


@pytest.fixture
def course_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the course with a hundred photos of 96 pixels, one of them twice, and a file of weights."""
    monkeypatch.delenv("AUTOGRADER_EMBEDDED")
    folder = tmp_path / "course"
    monkeypatch.setenv("COURSE_DATA", str(folder))
    photos, labels = draw_flower_photos(A_CLASS * 5, seed=1)
    for number, (photo, label) in enumerate(zip(photos, labels, strict=True)):
        path = folder / "flowers" / FLOWER_CLASSES[label] / f"{number:03}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(photo)
    (path.parent / "again.jpg").write_bytes(photo)
    (folder / WEIGHTS).write_bytes(b"")
    photo_sets.read.cache_clear()
    return folder


def _keys(images: np.ndarray) -> set[bytes]:
    return {image.tobytes() for image in images}


def _parts(photos: photo_sets.PhotoSet) -> list[set[bytes]]:
    return [_keys(part) for part in (photos.x_train, photos.x_val, photos.x_test)]


def test_drawn_flowers_are_balanced_and_their_parts_apart(capsys: pytest.CaptureFixture):
    photos = photo_sets.flowers()
    assert "flowers: flowers drawn for this course" in capsys.readouterr().out
    assert photos.source_id == "drawn_flowers" and photos.x_train.shape == (250, 96, 96, 3)
    assert [np.bincount(y).tolist() for y in (photos.y_train, photos.y_val, photos.y_test)] == [
        [50] * 5,
        [20] * 5,
        [40] * 5,
    ]
    assert len(set.union(*_parts(photos))) == 550


def test_the_embedded_flowers_can_be_drawn_again(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(root / "datasets"))
    drawn, labels = __import__("make_flowers").photos()
    stored, stored_labels = read_packed(root / "datasets/flowers.npz", "cure")
    assert (labels == stored_labels).all()
    for ours, theirs in list(zip(drawn, stored, strict=True))[::40]:  # JPEG and Pillow may round otherwise
        apart = np.abs(decode(ours, 96, "", "").astype(int) - decode(theirs, 96, "", "").astype(int))
        assert apart.mean() < 2


def test_photos_of_a_folder_are_split_once_each_with_all_classes(course_folder: Path):
    photos = photo_sets.load()
    assert photos.source_id == "flower_photos_sample" and "a sample of flower_photos" in photos.source
    assert [len(part) for part in _parts(photos)] == [60, 10, 30]
    assert len(set.union(*_parts(photos))) == 100
    for labels, count in ((photos.y_train, 12), (photos.y_val, 2), (photos.y_test, 6)):
        assert np.abs(np.bincount(labels, minlength=5) - count).max() <= 1
    assert photos.x_train.shape[1:] == (photo_sets.PHOTO_SIDE, photo_sets.PHOTO_SIDE, 3)


def test_a_large_set_gives_what_the_session_needs(course_folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(photo_sets, "MOST_PHOTOS", 50)
    photos = photo_sets.load()
    assert sum(len(part) for part in _parts(photos)) == 50
    assert np.bincount(np.concatenate([photos.y_train, photos.y_val, photos.y_test])).tolist() == [10] * 5


def test_real_photos_without_real_weights_are_not_used(course_folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AUTOGRADER_OFFLINE", "1")
    (course_folder / WEIGHTS).unlink()
    said: list[str] = []
    assert photo_sets.load(said.append).source_id == "drawn_flowers"
    assert len(said) == 1 and "MobileNetV2's ImageNet weights is not here" in said[0] and "fetch base" in said[0]


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda folder: (folder / "rose").rename(folder / "roses"), "rose holds no photos"),
        (lambda folder: next((folder / "rose").iterdir()).write_bytes(b"no photo"), "is no readable photo"),
        (lambda folder: next((folder / "tulip").iterdir()).write_bytes(_huge()), "is no readable photo"),
    ],
)
def test_a_damaged_folder_is_refused_with_the_cure(course_folder: Path, spoil: Callable, complaint: str):
    spoil(course_folder / "flowers")
    with pytest.raises(DataError, match=f"{complaint}.*replace it, or unset COURSE_DATA"):
        photo_sets.load()


def _huge() -> bytes:
    with io.BytesIO() as file:
        Image.new("L", (10_000, 10_000)).save(file, "PNG")
        return file.getvalue()


@pytest.mark.parametrize("keep", [0, 100, -1000])
def test_a_truncated_pack_is_refused(root: Path, tmp_path: Path, keep: int):
    (tmp_path / "flowers.npz").write_bytes((root / "datasets/flowers.npz").read_bytes()[:keep])
    with pytest.raises(DataError, match=r"flowers\.npz is damaged or not packed photos .*: the cure"):
        read_packed(tmp_path / "flowers.npz", "the cure")


@pytest.mark.parametrize("spoil", [{"lengths": np.array([1, 2])}, {"labels": np.array([0, 7])}])
def test_a_pack_whose_arrays_do_not_fit_is_refused(tmp_path: Path, spoil: dict):
    arrays = pack([b"one", b"three"], np.array([0, 4])) | spoil
    np.savez(tmp_path / "pack.npz", **arrays)
    with pytest.raises(DataError, match=r"do not fit one another|labels from 0 to 7"):
        read_packed(tmp_path / "pack.npz", "cure")


def test_packed_files_come_back(tmp_path: Path):
    files, labels = unpack(pack([b"one", b"", b"three"], np.array([0, 4, 1])))
    assert files == [b"one", b"", b"three"] and labels.tolist() == [0, 4, 1]


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache with a small flower_photos.tgz of the published layout, and a file of weights."""
    monkeypatch.delenv("AUTOGRADER_EMBEDDED")
    monkeypatch.setitem(downloads.FULL, "flowers", FullSet("flower_photos", "datasets", (("flowers.tgz", ""),), 1, ""))
    path = downloads.cache_folder("flowers") / "flowers.tgz"
    path.parent.mkdir(parents=True)
    photos, labels = draw_flower_photos(50, seed=2)
    plural = dict(zip(FLOWER_CLASSES, ("daisy", "dandelion", "roses", "sunflowers", "tulips"), strict=True))
    with tarfile.open(path, "w:gz") as target:
        for number, (photo, label) in enumerate(zip(photos, labels, strict=True)):
            member = tarfile.TarInfo(f"flower_photos/{plural[FLOWER_CLASSES[label]]}/{number}.jpg")
            member.size = len(photo)
            target.addfile(member, io.BytesIO(photo))
        target.addfile(tarfile.TarInfo("flower_photos/LICENSE.txt"))
    weights = downloads.cache_folder("base") / downloads.FULL["base"].files[0][0]
    weights.parent.mkdir(parents=True)
    weights.write_bytes(b"")
    photo_sets.read.cache_clear()
    return path


def test_the_published_archive_is_read_as_it_is(archive: Path):
    photos = photo_sets.load()
    assert "flower_photos (downloaded)" in photos.source and len(photos.x_train) == 30
    assert set(np.unique(photos.y_train)) == set(range(5))


def test_a_truncated_archive_is_refused(archive: Path):
    archive.write_bytes(archive.read_bytes()[:5000])
    with pytest.raises(DataError, match=r"flowers\.tgz is damaged .*delete it, then run .* fetch flowers"):
        photo_sets.load()


def test_sealed_drawn_flowers_are_new_and_depend_on_the_seed():
    images, labels = handed_out.sealed_photos(5)
    assert images.shape == (200, 96, 96, 3) and np.bincount(labels).tolist() == [40] * 5
    assert not _keys(images) & set.union(*_parts(photo_sets.load()))
    assert not _keys(images) & _keys(handed_out.sealed_photos(6)[0])
    assert (images == handed_out.sealed_photos(5)[0]).all()


def test_sealed_real_photos_are_kept_from_the_kernels(course_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path):
    sealed, labels = handed_out.sealed_photos(7)
    assert len(sealed) == 15 and np.bincount(labels).tolist() == [3] * 5
    before = photo_sets.load()
    monkeypatch.setattr(handed_out.pretrained, "weight_files", lambda: {"base-photos.h5": b""})
    files = handed_out.archives(load_course().session("38"), 7)
    assert set(files) == {"flowers.npz", "base-photos.h5", "practice.npz", "own.npz"}
    (tmp_path / "flowers.npz").write_bytes(files["flowers.npz"])
    monkeypatch.setenv("AUTOGRADER_DATA", str(tmp_path))
    shown = photo_sets.load()
    assert "15 of them kept back for grading" in shown.source
    assert (shown.x_train == before.x_train).all() and len(shown.x_test) == len(before.x_test) - 15
    assert _keys(shown.x_test) <= _keys(before.x_test)
    kept_back = [image for image in before.x_test if image.tobytes() not in _keys(shown.x_test)]
    for image in sealed:  # each is a kept-back photo, changed a little
        distances = [min(np.abs(a.astype(int) - image).mean() for a in (b, b[:, ::-1])) for b in kept_back]
        assert min(distances) < 30 and np.sort(distances)[1] > 1.2 * min(distances)


def test_a_course_folder_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.delenv("AUTOGRADER_EMBEDDED")
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(DataError, match="COURSE_DATA names .*nowhere, which is not a folder"):
        data_places.find(photo_sets.FLOWERS)
