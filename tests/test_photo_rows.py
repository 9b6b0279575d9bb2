"""Photos as evidence: recognised however they were resized and scaled; what is no photo is told apart."""

import keras
import numpy as np
import pytest
from PIL import Image

from autograder.evidence import BadEvidence, decode, encode
from autograder.exercises.session_38.known_photos import KnownPhotos
from autograder.findings import WrongAnswer
from autograder.photo_rows import blocks_of, photo_rows, photos_of
from autograder.schema import require_well_formed


@pytest.fixture(scope="module")
def photos() -> np.ndarray:
    """Forty photos of 60×60, each with coarse patches of its own: uint8 (40, 60, 60, 3)."""
    coarse = np.random.default_rng(0).integers(0, 256, (40, 5, 5, 3)).astype(np.uint8)
    return coarse.repeat(12, axis=1).repeat(12, axis=2)


@pytest.fixture(scope="module")
def known(photos: np.ndarray) -> KnownPhotos:
    return KnownPhotos(photos, np.arange(40) % 5, blocks_of(photos), (slice(0, 30), slice(30, 35), slice(35, 40)))


def _collected(value):
    answers = {"x": photo_rows(value)}
    evidence = decode(encode({"attempted": True, "answers": answers}), 10_000_000)
    require_well_formed(evidence)
    return photos_of(evidence["answers"], "x")


def _by_pillow(photos: np.ndarray, size: int) -> np.ndarray:
    resized = [Image.fromarray(photo).resize((size, size), Image.Resampling.BICUBIC) for photo in photos]
    return np.stack([np.asarray(photo, np.float32) for photo in resized])


def _by_keras(photos: np.ndarray, size: int) -> np.ndarray:
    return np.asarray(keras.ops.image.resize(photos.astype(np.float32), (size, size)))


@pytest.mark.parametrize("resize", [_by_pillow, _by_keras])
@pytest.mark.parametrize("size", [48, 60, 96])
@pytest.mark.parametrize(
    ("scale", "scaling"),
    [(lambda x: x / 127.5 - 1, "-1…1"), (lambda x: x / 255, "0…1"), (lambda x: x, "0…255")],
    ids=["-1 to 1", "0 to 1", "not"],
)
def test_a_photo_is_recognised_however_it_was_made_small_and_scaled(photos, known, resize, size: int, scale, scaling):
    order = np.random.default_rng(1).permutation(40)
    rows = _collected(scale(np.clip(resize(photos[order], size), 0, 255)).astype(np.float32))
    assert (rows.shape, rows.dtype, rows.scaling) == ((40, size, size, 3), "float32", scaling)
    assert np.array_equal(known.find(rows), order)


def test_what_a_photo_is_not_is_not_recognised(photos, known):
    for changed in (photos[:, :, ::-1], photos[:, ::-1], 255 - photos, np.roll(photos, 15, axis=1)):
        assert (known.find(_collected(changed)) == -1).mean() > 0.9
    twice = _collected((photos / 255 / 127.5 - 1).astype(np.float32))
    assert twice.scaling == "other" and (known.find(twice) == -1).all()


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (np.full((2, 8, 8, 3), np.nan, np.float32), "NaN or infinity"),
        (np.zeros((0, 8, 8, 3), np.float32), "at least one row"),
        (np.zeros((2, 8, 8), np.float32), "got a NumPy array"),
        (np.zeros((2, 4, 4, 3), np.float32), "got a NumPy array"),
        (..., "got nothing yet"),
    ],
)
def test_what_cannot_be_examined_is_told(value, told: str):
    with pytest.raises(WrongAnswer, match=told):
        photos_of({"x": photo_rows(value)}, "x")


def test_small_pictures_of_another_number_than_the_photos_are_no_evidence():
    forged = {**photo_rows(np.zeros((2, 8, 8, 3), np.float32)), "shape": [3, 8, 8, 3]}
    with pytest.raises(BadEvidence, match="not a small picture for each photo"):
        require_well_formed({"attempted": True, "answers": {"x": forged}})
