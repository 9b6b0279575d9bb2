"""A rebuilt classifier scores what Keras says of the model it was made from."""

import keras
import numpy as np
import pytest
from keras import layers

from autograder.classification import Task, classifier, labels_of, output_and_loss
from autograder.findings import WrongAnswer
from autograder.plain import plain

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(60, 4)).astype("float32"), RNG.integers(0, 3, 60)  # (60, 4), (60,)
TASK = Task("four numbers", "(n, 4)", 3, "three kinds, so three outputs", "Start it with keras.Input(shape=(4,)).")
SPARSE, ONE_HOT = "sparse_categorical_crossentropy", "categorical_crossentropy"


def _model(output: str | None, loss, **dense) -> keras.Model:
    keras.utils.set_random_seed(3)
    model = keras.Sequential([keras.Input((4,)), layers.Dense(8, "relu"), layers.Dense(3, output, **dense)])
    model.compile("sgd", loss, metrics=["accuracy"])
    return model


@pytest.mark.parametrize(
    ("output", "loss", "one_hot"),
    [
        ("softmax", SPARSE, False),
        ("softmax", ONE_HOT, True),
        (None, keras.losses.SparseCategoricalCrossentropy(from_logits=True), False),
        ("sigmoid", SPARSE, False),
        ("relu", SPARSE, False),
        (None, SPARSE, False),
        ("sigmoid", ONE_HOT, True),
        (None, ONE_HOT, True),
    ],
)
def test_scores_are_those_that_keras_gives(output, loss, one_hot: bool):
    model = _model(output, loss, kernel_regularizer="l2")
    loss_value, accuracy = model.evaluate(X, keras.utils.to_categorical(Y, 3) if one_hot else Y, verbose=0)
    score = classifier(plain(model), "model", TASK).score(X, Y)
    assert score.accuracy == pytest.approx(accuracy)
    assert score.has_loss(loss_value), (loss_value, score)


def test_too_few_outputs_and_odd_labels_have_no_loss():
    model = classifier(plain(_model("softmax", SPARSE)), "model", TASK)
    assert np.isnan(model.score(X, Y + 1).loss) and np.isnan(model.score(X[:0], Y[:0]).loss)
    assert not model.score(X, Y + 1).has_loss(1.0)


def test_weights_that_overflowed_score_nothing():
    model = _model("softmax", SPARSE)
    model.set_weights([np.full(w.shape, np.inf) for w in model.get_weights()])
    assert np.isnan(classifier(plain(model), "model", TASK).score(X, Y).loss)


def test_a_model_of_other_data_is_told_what_it_should_take():
    with pytest.raises(WrongAnswer, match="`model` takes four numbers") as caught:
        classifier(plain(_model("softmax", SPARSE)), "model", TASK).score(np.zeros((2, 9)), Y[:2])
    assert "keras.Input(shape=(4,))" in caught.value.finding.hint


def test_labels_in_three_forms():
    one_hot = plain(np.eye(3)[Y])
    for value, rank in ((plain(Y), 1), (plain(list(Y)), 1), (plain(Y[:, np.newaxis]), 1), (one_hot, 2)):
        labels, found = labels_of({"y": value}, "y")
        np.testing.assert_array_equal(labels, Y)
        assert found == rank


@pytest.mark.parametrize(
    ("output", "loss", "rank", "cause"),
    [
        ("sigmoid", SPARSE, 1, "these classes exclude one another"),
        (None, SPARSE, 1, "raw scores"),
        ("softmax", "mse", 2, "does not compare classes"),
        ("softmax", ONE_HOT, 1, "Whole-number labels go with the sparse loss"),
        ("softmax", SPARSE, 2, "Whole-number labels go with the sparse loss"),
        ("relu", SPARSE, 1, "does not give probabilities"),
    ],
)
def test_what_does_not_fit_is_said(output, loss, rank: int, cause: str):
    (finding,) = output_and_loss(plain(_model(output, loss)), "model", rank, TASK, 1)
    assert not finding.passed and cause in finding.cause


def test_too_many_outputs_are_counted():
    model = keras.Sequential([keras.Input((4,)), layers.Dense(5, "softmax")])
    model.compile("sgd", SPARSE)
    (finding,) = output_and_loss(plain(model), "model", 1, TASK, 1)
    assert "three kinds, so three outputs" in finding.cause


def test_softmax_on_logits_is_no_fault_but_gets_advice():
    model = _model("softmax", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    fits, advice = output_and_loss(plain(model), "model", 1, TASK, 1)
    assert fits.passed and advice.points == 0 and "not needed" in advice.check
