"""The pre-trained base: the right network in the right format, and one line where its file is not what it should be."""

import os
from pathlib import Path

import h5py
import keras
import numpy as np
import pytest

from autograder import handed_out, photo_sets, pretrained
from autograder.data import base
from autograder.image_files import DataError
from autograder.pretrained import PARAMETERS, base_for, require_weights

COURSE_DATA = os.environ.get("COURSE_DATA")


@pytest.fixture(autouse=True)
def embedded_only(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AUTOGRADER_EMBEDDED", "1")
    monkeypatch.delenv("COURSE_DATA", raising=False)


def _network(found: pretrained.Base) -> keras.Model:
    shape = (found.image_size, found.image_size, 3)
    return keras.applications.MobileNetV2(shape, alpha=found.alpha, include_top=False, weights=found.weights)


def test_keras_loads_the_embedded_base_by_its_path(capsys: pytest.CaptureFixture):
    found = base()
    assert "base: MobileNetV2, a third as wide (alpha 0.35)" in capsys.readouterr().out
    assert (found.image_size, found.source_id) == (96, "drawn_base")
    network = _network(found)
    assert network.count_params() == PARAMETERS[0.35] and network.output_shape == (None, 3, 3, 1280)
    assert os.path.getsize(found.weights) <= 2_000_000


@pytest.mark.parametrize("spoil", ["missing", "truncated", "another"])
def test_a_wrong_file_of_weights_is_named_with_the_cure(tmp_path: Path, spoil: str):
    path = tmp_path / "base.weights.h5"
    whole = Path(base_for("fast").weights).read_bytes()
    if spoil == "truncated":
        path.write_bytes(whole[: len(whole) // 2])
    elif spoil == "another":
        keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)]).save_weights(path)
    said = {"missing": "is missing", "truncated": "is damaged", "another": "holds 15 numbers, not the 410,208"}[spoil]
    with pytest.raises(DataError, match=rf"base\.weights\.h5 {said}.*: the cure"):
        require_weights(path, PARAMETERS[0.35], "the cure")


def test_kernels_get_the_weights_under_a_name_that_keras_can_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (name, content), *others = pretrained.weight_files().items()
    assert name == "base-drawn.weights.h5" and not others
    (tmp_path / name).write_bytes(content)
    monkeypatch.setenv("AUTOGRADER_DATA", str(tmp_path))
    found = base_for("fast")
    assert found.weights == str(tmp_path / name) and found.source_id == "drawn_base"
    (tmp_path / name).unlink()
    with pytest.raises(DataError, match="holds no weights: tell the instructor"):
        base_for("fast")


@pytest.mark.skipif(not COURSE_DATA, reason="COURSE_DATA names no folder with real photos and weights")
def test_real_photos_come_with_real_weights(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("AUTOGRADER_EMBEDDED")
    monkeypatch.setenv("COURSE_DATA", COURSE_DATA)
    found = base_for("fast")
    assert (found.alpha, found.image_size, found.source_id) == (1.0, 160, "imagenet_base")
    assert photo_sets.places().photos.kind == "course"
    images = handed_out.photo_pool(photo_sets.places())[1][-4:]
    features = _network(found).predict(images[:, :160, :160] / np.float32(127.5) - 1, verbose=0)
    assert features.shape == (4, 5, 5, 1280) and np.isfinite(features).all()


def test_what_is_stored_in_half_the_bytes_keeps_the_features(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.syspath_prepend(str(root / "datasets"))
    make_base = __import__("make_base")
    keras.utils.set_random_seed(1)
    _, network = make_base.build()
    make_base.store_half(network, tmp_path / "half.weights.h5")
    assert os.path.getsize(tmp_path / "half.weights.h5") < 2_000_000
    images = np.random.default_rng(0).integers(0, 256, (8, 96, 96, 3)).astype(np.float32)
    assert make_base.round_trip(network, tmp_path / "half.weights.h5", images) < 0.05
    with h5py.File(tmp_path / "half.weights.h5") as file:
        assert {d.dtype.name for d in _datasets(file)} == {"float16", "float32"}


def _datasets(node) -> list[h5py.Dataset]:
    return [d for item in node.values() for d in ([item] if isinstance(item, h5py.Dataset) else _datasets(item))]


@pytest.mark.slow
def test_a_short_pre_training_learns(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    from autograder.drawn.pretraining_task import SOURCE_CLASSES, draw_source_pictures

    monkeypatch.syspath_prepend(str(root / "datasets"))
    make_base = __import__("make_base")
    assert len(SOURCE_CLASSES) >= 20
    images, labels = draw_source_pictures(640, 1)
    said: list[str] = []
    make_base.pretrain(images, labels, (images[:64], labels[:64]), 2, tmp_path / "backup", said.append)
    losses = [float(line.split("loss")[1].split()[0]) for line in said]
    assert len(losses) == 2 and losses[1] < losses[0]
