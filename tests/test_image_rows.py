"""A split of images as evidence: one digest a row, whatever scaling, rank or dtype the student gave it."""

import numpy as np
import pytest
import tensorflow as tf

from autograder.evidence import BadEvidence, decode, encode
from autograder.findings import WrongAnswer
from autograder.image_rows import digests_of, image_rows, rows_of
from autograder.schema import require_well_formed

PIXELS = np.random.default_rng(0).integers(0, 256, (20, 28, 28)).astype(np.uint8)
PIXELS[:, 0, 0], PIXELS[:, 0, 1] = 0, 255
DIGESTS = digests_of(PIXELS)


def _rows(images):
    evidence = {"attempted": True, "answers": {"x": image_rows(images)}}
    evidence = decode(encode(evidence), 1_000_000)
    require_well_formed(evidence)
    return rows_of(evidence["answers"], "x")


@pytest.mark.parametrize(
    ("images", "scaling"),
    [
        (PIXELS, "0…255"),
        (PIXELS / 255, "0…1"),
        ((PIXELS / 255).astype(np.float16), "0…1"),
        ((PIXELS / 255).astype(np.float32)[..., np.newaxis], "0…1"),
        (tf.constant(PIXELS / 255, tf.float32), "0…1"),
        (PIXELS.reshape(20, 784) / 255 / 255, "0…1/255"),
        (PIXELS / 127.5 - 1, "-1…1"),
        ((PIXELS - 33.3) / 78.6, "other"),
    ],
)
def test_rows_are_recognised_under_every_scaling(images, scaling: str):
    rows = _rows(images)
    assert rows.scaling == scaling
    assert rows.shape == tuple(images.shape) and len(rows) == 20
    np.testing.assert_array_equal(rows.digests, DIGESTS)
    np.testing.assert_allclose(rows.scaled(PIXELS).ravel(), np.ravel(np.asarray(images, float)), atol=1e-3)


def test_where_the_greys_are_gone_what_is_left_is_named():
    rows = _rows(PIXELS // 255)
    assert (rows.scaling, rows.dtype) == ("0 or 1", "uint8")
    np.testing.assert_array_equal(rows.digests, digests_of(PIXELS // 255 * 255))
    np.testing.assert_array_equal(rows.scaled(PIXELS), (PIXELS // 255).astype(np.float32))


def test_what_is_no_array_of_images_travels_as_it_is():
    assert image_rows(...)["kind"] == "stub"
    assert image_rows([1, 2])["kind"] == "list"
    assert image_rows(np.zeros(3))["kind"] == "ndarray"


def test_an_object_that_raises_when_looked_at_is_said():
    class Hostile:
        @property
        def __class__(self):
            raise RuntimeError("not today")

    assert image_rows(Hostile()) == {"kind": "raised", "error": "RuntimeError: not today"}


@pytest.mark.parametrize(
    ("images", "got", "hint"),
    [
        (np.full((3, 28, 28, 1), np.nan), "NaN or infinity", "division by zero"),
        (np.zeros((0, 28, 28, 1)), "shape (0, 28, 28, 1)", "slice that should have filled it is empty"),
        ("x", "a text", "`x` holds a text"),
    ],
)
def test_what_cannot_be_used_is_explained(images, got: str, hint: str):
    with pytest.raises(WrongAnswer) as caught:
        rows_of({"x": image_rows(images)}, "x")
    assert caught.value.finding.got == got and hint in caught.value.finding.hint


@pytest.mark.parametrize(
    "change",
    [
        {"shape": [19, 28, 28]},
        {"shape": [20, -1]},
        {"shape": [20.0, 28]},
        {"shape": []},
        {"rows": np.zeros((20, 2), np.uint64)},
        {"rows": np.zeros(20)},
    ],
)
def test_forged_rows_are_no_evidence(change: dict):
    with pytest.raises(BadEvidence, match=r"x\.rows is not one digest for each image of its shape"):
        require_well_formed({"attempted": True, "answers": {"x": {**image_rows(PIXELS), **change}}})
