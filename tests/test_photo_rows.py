"""Photos as evidence: recognised however they were resized and scaled, and told from other photos."""

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from autograder.drawn.flowers import draw_flowers
from autograder.evidence import BadEvidence, decode, encode
from autograder.exercises.session_38.known_photos import KnownPhotos
from autograder.findings import WrongAnswer
from autograder.photo_rows import blocks_of, photo_rows, photos_of
from autograder.schema import require_well_formed

IMAGES, LABELS = draw_flowers(20, 4)
KNOWN = KnownPhotos(IMAGES, LABELS, blocks_of(IMAGES), (slice(0, 12), slice(12, 16), slice(16, 20)))


def _travelled(value) -> dict:
    """Collected, packed, unpacked and found to be well formed."""
    evidence = {"attempted": True, "answers": {"x": photo_rows(value)}}
    answers = decode(encode(evidence), 50_000_000)
    require_well_formed(answers)
    return answers["answers"]


@pytest.mark.parametrize(
    ("scale", "name"),
    [
        (lambda x: x / 127.5 - 1, "-1…1"),
        (lambda x: x / 255, "0…1"),
        (lambda x: x, "0…255"),
    ],
)
@pytest.mark.parametrize("size", [96, 64, 130])
def test_photos_are_recognised_at_any_size_and_scale(scale, name: str, size: int):
    resized = tf.image.resize(IMAGES, (size, size)).numpy()
    rows = photos_of(_travelled(scale(resized).astype(np.float32)), "x")
    assert rows.scaling == name and rows.shape == (20, size, size, 3)
    assert KNOWN.find(rows).tolist() == list(range(20))


def test_another_way_of_resizing_makes_no_difference():
    resized = np.stack([np.asarray(Image.fromarray(image).resize((70, 70), Image.LANCZOS)) for image in IMAGES])
    assert KNOWN.find(photos_of(_travelled(resized), "x")).tolist() == list(range(20))


def test_mirrored_strange_and_black_photos_are_none_of_them():
    for other in (IMAGES[:, :, ::-1], draw_flowers(20, 5)[0], np.zeros_like(IMAGES)):
        assert (KNOWN.find(photos_of(_travelled(other), "x")) < 0).mean() > 0.9


def test_scaled_back_as_they_came():
    rows = photos_of(_travelled((IMAGES / 127.5 - 1).astype(np.float32)), "x")
    assert np.allclose(rows.scaled(IMAGES.astype(np.float32)), IMAGES / 127.5 - 1, atol=1e-5)


@pytest.mark.parametrize(
    ("value", "kind"),
    [(np.zeros((2, 96, 96)), "ndarray"), (np.zeros((2, 4, 4, 3)), "ndarray"), (..., "stub"), ("photos", "text")],
)
def test_what_is_no_array_of_photos_travels_as_what_it_is(value, kind: str):
    assert photo_rows(value)["kind"] == kind


def test_an_object_that_raises_when_looked_at_is_no_fault():
    class Hostile(np.ndarray):
        def __array__(self, *arguments, **named):
            raise SystemExit("gone")

        def min(self, *arguments, **named):
            raise SystemExit("gone")

    assert photo_rows(np.zeros((1, 8, 8, 3)).view(Hostile))["kind"] in ("raised", "photos")


def test_values_that_are_not_finite_and_empty_splits_get_their_message():
    broken = IMAGES.astype(np.float32)
    broken[0, 0, 0, 0] = np.nan
    with pytest.raises(WrongAnswer, match="every value of `x` is a finite number"):
        photos_of(_travelled(broken), "x")
    with pytest.raises(WrongAnswer, match="`x` holds photos"):
        photos_of(_travelled(IMAGES[:0]), "x")


@pytest.mark.parametrize(
    "forged",
    [
        {"blocks": np.zeros((3, 6, 6, 3), np.float32)},
        {"blocks": np.zeros((20, 6, 6, 3), np.float64)},
        {"shape": [-20, 96, 96, 3]},
        {"low": "0"},
    ],
)
def test_forged_rows_are_refused(forged: dict):
    answers = {"x": {**photo_rows(IMAGES), **forged}}
    with pytest.raises(BadEvidence):
        require_well_formed({"attempted": True, "answers": answers})
