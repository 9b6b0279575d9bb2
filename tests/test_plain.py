"""What a notebook defines becomes plain data, whatever it is."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from sklearn.preprocessing import StandardScaler

from autograder.evidence import decode, encode
from autograder.exercises import Collector
from autograder.plain import ABSENT, answers_as_evidence, call, is_stub, plain
from autograder.schema import require_well_formed


def _model() -> keras.Model:
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
    model.compile(keras.optimizers.SGD(0.5, momentum=0.9), "sparse_categorical_crossentropy")
    return model


def documented(x):
    """Only a docstring."""
    ...


def working(x):
    return x + 1


@pytest.mark.parametrize("value", [..., None, ABSENT, (..., ...), {"a": (..., None)}, documented, lambda: None])
def test_what_a_notebook_begins_with_is_a_stub(value):
    assert is_stub(value)


@pytest.mark.parametrize("value", [0, "", np.zeros(0), working, {"a": (..., 1)}, False, lambda: 1])
def test_what_someone_wrote_is_none(value):
    assert not is_stub(value)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (tf.constant(1), "Tensor"),
        (tf.Variable(1.0), "Variable"),
        (np.arange(3), "ndarray"),
        (np.float32(2.5), "number"),
        (True, "number"),
        ("a", "text"),
        ([1, 2], "list"),
        (tf.TensorShape([3, 3, 1280]), "list"),
        ({"a": 1}, "dict"),
        (..., "stub"),
        (ABSENT, "absent"),
        (working, "function"),
        (tf.constant("text"), "other"),
        (object(), "other"),
        (StandardScaler().fit(np.eye(3)), "scaler"),
        (keras.callbacks.ReduceLROnPlateau(), "callback"),
        (keras.optimizers.Adam(), "optimizer"),
        (_model(), "model"),
    ],
)
def test_every_kind_is_well_formed_after_the_journey(value, kind: str):
    evidence = {"attempted": True, "answers": {"x": plain(value)}}
    require_well_formed(decode(encode(evidence), 1_000_000))
    assert evidence["answers"]["x"]["kind"] == kind


def test_subclasses_leave_their_class_behind():
    class Always(np.ndarray):
        def __eq__(self, other):
            return True

    class Sneaky(str):
        pass

    taken = plain(np.arange(3).view(Always))
    assert type(taken["value"]) is np.ndarray
    assert type(plain(Sneaky("a"))["value"]) is str


def test_an_object_that_raises_when_looked_at_is_evidence_too():
    class Bomb(dict):
        def items(self):
            raise RuntimeError("no looking\nat all")

    assert plain(Bomb(a=1)) == {"kind": "raised", "error": "RuntimeError: no looking"}


def test_a_call_is_collected_with_its_error():
    assert call(working, 1) == {"kind": "number", "value": 2, "called": True}
    assert call(working, "a")["error"].startswith("TypeError: can only concatenate")
    assert call(documented, 1) == {"kind": "stub", "called": True}
    assert call(ABSENT, 1) == {"kind": "absent"}
    assert call(3, 1) == {"kind": "number", "value": 3, "called": True}


def test_an_error_of_tensorflow_is_cut_to_what_it_says():
    said = call(lambda: tf.constant([[1.0, 2, 3]]) - tf.constant([1.0, 2]))["error"]
    assert said == "InvalidArgumentError: Incompatible shapes: [1,3] vs. [2]"


def test_a_model_is_taken_with_optimizer_and_loss():
    taken = plain(_model())
    assert [w.shape for w in taken["weights"]] == [(4, 3), (3,)]
    assert taken["optimizer"]["class"] == "SGD" and taken["optimizer"]["config"]["momentum"] == 0.9
    name = "sparse_categorical_crossentropy"
    assert taken["loss"] == {"kind": "loss", "name": name, "from_logits": False, "label_smoothing": 0.0}


@pytest.mark.parametrize(
    "loss",
    [
        "sparse_categorical_crossentropy",
        keras.losses.sparse_categorical_crossentropy,
        keras.losses.SparseCategoricalCrossentropy(),
    ],
)
def test_a_loss_has_one_name_however_it_is_given(loss):
    model = _model()
    model.compile("adam", loss)
    assert plain(model)["loss"]["name"] == "sparse_categorical_crossentropy"


def test_what_is_too_deep_or_too_large_stays_behind():
    endless: list = [1]
    endless.append(endless)
    for value in (endless, {"a": endless}, np.zeros(3_000_000)):
        require_well_formed(decode(encode({"attempted": True, "answers": {"x": plain(value)}}), 1_000_000))
    assert plain(np.zeros(3_000_000)) == {"kind": "other", "type": "array of 24000000 bytes"}


def test_nothing_attempted_is_not_collected():
    def collect(answers, inputs):
        raise AssertionError("must not be called")

    asked = Collector(("x", "f"), collect, given=("images",))
    answers = {"x": ..., "f": documented, "images": np.ones(3)}
    assert answers_as_evidence(answers, {}, asked) == {"attempted": False, "answers": {}}
