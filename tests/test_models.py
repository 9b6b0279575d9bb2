"""Models travel as config and weights, and come back only if they are made of built-in layers."""

import json

import keras
import numpy as np
import pytest
import tensorflow as tf

from autograder import models
from autograder.findings import WrongAnswer
from autograder.plain import plain

X = np.random.default_rng(0).normal(size=(5, 4)).astype("float32")  # (5, 4)


def _sequential() -> keras.Model:
    return keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(3, activation="softmax")]
    )


def _functional() -> keras.Model:
    inputs = keras.Input((4,))
    x = keras.layers.ReLU()(keras.layers.Dense(8)(keras.layers.Rescaling(0.5)(inputs)))
    return keras.Model(inputs, keras.layers.Softmax()(keras.layers.Dense(3)(x)))


def _normalizing() -> keras.Model:
    normalization = keras.layers.Normalization()
    normalization.adapt(X * 3 + 7)
    nested = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8, "elu"), keras.layers.BatchNormalization()])
    return keras.Sequential([keras.Input((4,)), normalization, nested, keras.layers.Dense(3), keras.layers.Softmax()])


@pytest.mark.parametrize("build", [_sequential, _functional, _normalizing])
def test_a_rebuilt_model_predicts_the_same(build):
    model = build()
    rebuilt = models.rebuild(plain(model), "model")
    wanted = np.asarray(model(X, training=False))  # (5, 3)
    np.testing.assert_allclose(rebuilt.predict(X, batch_size=2), wanted, atol=1e-6)
    np.testing.assert_allclose(rebuilt.log_probabilities(X), np.log(wanted), atol=1e-4)


@pytest.mark.parametrize("build", [_sequential, _functional, _normalizing])
def test_models_of_one_config_keep_their_own_weights(build):
    model = build()
    first, wanted = plain(model), np.asarray(model(X, training=False))
    model.set_weights([2 * weight + 1 for weight in model.get_weights()])
    for layer in model.layers:
        if isinstance(layer, keras.layers.Normalization):
            layer.finalize_state()
    others = np.asarray(model(X, training=False))
    one, other = models.rebuild(first, "one"), models.rebuild(plain(model), "other")
    for rebuilt, said in ((one, wanted), (other, others), (one, wanted)):
        np.testing.assert_allclose(rebuilt.predict(X), said, atol=1e-5)
    assert not np.allclose(wanted, others, atol=1e-3)


@pytest.mark.parametrize("changed", range(4))
def test_models_that_differ_in_one_tensor_keep_their_own(changed: int):
    model = _sequential()
    said = []
    for factor in (1, -3, np.nan):
        weights = [weight.copy() for weight in model.get_weights()]
        weights[changed] = np.full_like(weights[changed], factor)
        model.set_weights(weights)
        said.append((models.rebuild(plain(model), "model"), np.asarray(model(X, training=False))))
    for rebuilt, wanted in (*said, *said[::-1]):
        np.testing.assert_allclose(rebuilt.predict(X), wanted, atol=1e-6)


def _named(name: str, *, frozen: bool) -> keras.Model:
    """A nested, branching network; its layers' names begin with `name`, and its inner part may be frozen."""
    small = keras.Input((4,), name=f"{name}_small")
    inner = keras.Model(small, keras.layers.BatchNormalization()(keras.layers.Dense(4, name=f"{name}_in")(small)))
    inner.trainable = not frozen
    inputs = keras.Input((4,))
    branches = [inner(inputs), keras.layers.Dense(4, "tanh", name=f"{name}_beside")(inputs)]
    outputs = keras.layers.Dense(3, "softmax")(keras.layers.Add(name=f"{name}_sum")(branches))
    return keras.Model(inputs, outputs)


def test_names_and_frozen_layers_make_no_other_network():
    built = [_named("one", frozen=False), _named("relu", frozen=True)]
    rebuilt = [models.rebuild(plain(model), "model") for model in built]
    assert rebuilt[0]._network is rebuilt[1]._network
    for model, ours in zip(built, rebuilt, strict=True):
        np.testing.assert_allclose(ours.predict(X), np.asarray(model(X, training=False)), atol=1e-6)


def _difference(*, turned: bool) -> keras.Model:
    inputs = keras.Input((4,))
    branches = [keras.layers.Dense(3, name="a")(inputs), keras.layers.Dense(3, name="b")(inputs)]
    return keras.Model(inputs, keras.layers.Subtract()(branches[::-1] if turned else branches))


def test_layers_connected_in_another_way_make_another_network():
    one, other = _difference(turned=False), _difference(turned=True)
    for name in ("a", "b"):
        other.get_layer(name).set_weights(one.get_layer(name).get_weights())
    ours = [models.rebuild(plain(model), "model").predict(X) for model in (one, other)]
    np.testing.assert_allclose(ours[0], np.asarray(one(X)), atol=1e-6)
    np.testing.assert_allclose(ours[1], -ours[0], atol=1e-6)


def test_weights_that_are_no_numbers_are_refused():
    entry = plain(_sequential())
    entry["weights"] = [np.full(weight.shape, "much") for weight in entry["weights"]]
    with pytest.raises(WrongAnswer, match="its weights are not numbers"):
        models.rebuild(entry, "model")


def test_weights_that_fit_half_way_leave_the_others_alone():
    good = plain(_sequential())
    rebuilt = models.rebuild(good, "good")
    wanted = rebuilt.predict(X)
    bad = [*(9 + weight for weight in good["weights"][:-1]), np.full(good["weights"][-1].shape, "much")]
    with pytest.raises(WrongAnswer, match="its weights are not numbers"):
        models.rebuild({**good, "weights": bad}, "bad")
    np.testing.assert_array_equal(rebuilt.predict(X), wanted)


def test_what_a_layer_adds_for_its_outputs_stops_no_judge():
    dense = keras.layers.Dense(3, activity_regularizer="l2", kernel_regularizer=keras.regularizers.L2(0.5))
    model = keras.Sequential([keras.Input((4,)), dense])
    rebuilt = models.rebuild(plain(model), "model")
    rebuilt.predict(X)
    assert rebuilt.penalty() == pytest.approx(0.5 * np.sum(np.square(model.get_weights()[0])), rel=1e-5)


def test_no_more_than_a_few_networks_are_kept():
    for units in range(20):
        models.rebuild(plain(keras.Sequential([keras.Input((4,)), keras.layers.Dense(units + 1)])), "model")
    assert len(models._kept) == models._MOST_KEPT


def _on_a_base(seed: int = 0, past: bool = False) -> keras.Model:
    """A head on a network of its own, which the input may also go past."""
    keras.utils.set_random_seed(seed)
    base = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8, "relu"), keras.layers.BatchNormalization()])
    inputs = keras.Input((4,))
    x = base(inputs, training=False)
    x = keras.layers.Concatenate()([x, inputs]) if past else x
    return keras.Model(inputs, keras.layers.Dense(3, activation="softmax")(x))


@pytest.mark.parametrize("past", [False, True])
def test_a_network_within_a_model_is_computed_with_its_own_weights(past):
    one, other = _on_a_base(1, past), _on_a_base(2, past)
    known = one.get_weights()[:6]
    rebuilt = [models.rebuild(plain(model), "model", known) for model in (one, other)]
    for model, again in ((one, rebuilt[0]), (other, rebuilt[1])) * 2:
        for x in (X, 2 * X):
            np.testing.assert_allclose(again.predict(x, batch_size=2), np.asarray(model(x)), atol=1e-6)


def test_what_a_known_base_says_is_computed_once(monkeypatch):
    ran, run = [], models._run
    monkeypatch.setattr(models, "_run", lambda graph, x: ran.append(x.shape) or run(graph, x))
    one, other = _on_a_base(1), _on_a_base(1)
    known = one.get_weights()[:6]
    other.layers[-1].set_weights([-weight for weight in other.layers[-1].get_weights()])
    for model, base, calls in ((one, known, 2), (other, known, 1), (other, [], 2), (_on_a_base(2), known, 2)):
        ran.clear()
        said = models.rebuild(plain(model), "model", base).predict(X)
        np.testing.assert_allclose(said, np.asarray(model(X)), atol=1e-6)
        assert len(ran) == calls, "the base and the head, or the head alone"


def test_what_a_known_base_says_takes_no_more_memory_than_it_may(monkeypatch):
    monkeypatch.setattr(models, "_MOST_SAID", 3 * 5 * 8 * 4)  # of three inputs
    model = _on_a_base(1)
    rebuilt = models.rebuild(plain(model), "model", model.get_weights()[:6])
    for times in (1, 2, 3, 1, 4, 5):
        np.testing.assert_allclose(rebuilt.predict(times * X), np.asarray(model(times * X)), atol=1e-6)
    assert len(rebuilt._network._said) == 3


def test_a_probability_too_small_for_float32_keeps_its_logarithm():
    model = _sequential()
    model.layers[-1].bias.assign([0.0, -500.0, 0.0])
    assert models.rebuild(plain(model), "model").log_probabilities(X)[:, 1].max() < -400


def test_what_regularizers_add_to_a_loss():
    layer = keras.layers.Dense(1, kernel_initializer="ones", kernel_regularizer=keras.regularizers.L2(0.5))
    model = keras.Sequential([keras.Input((4,)), layer])
    assert models.rebuild(plain(model), "model").penalty() == pytest.approx(2.0)
    assert models.rebuild(plain(_sequential()), "model").penalty() == 0.0
    model = keras.Sequential([keras.Input((4,)), layer])
    layer.trainable = False
    assert models.rebuild(plain(model), "model").penalty() == sum(map(float, model.losses)) == 0.0


def test_outputs_without_softmax_are_taken_as_they_are():
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="sigmoid")])
    wanted = np.log(np.asarray(model(X)))
    np.testing.assert_allclose(models.rebuild(plain(model), "model").log_probabilities(X), wanted, atol=1e-5)


def test_a_separate_activation_belongs_to_the_layer_before_it():
    layers = models.architecture(plain(_functional()), "model")
    assert [(layer.kind, layer.activation) for layer in layers] == [
        ("Rescaling", "linear"),
        ("Dense", "relu"),
        ("Dense", "softmax"),
    ]


def _forged(change) -> dict:
    entry = plain(_sequential())
    config = json.loads(entry["config"])
    change(config)
    return {**entry, "config": json.dumps(config)}


def _lambda(config):
    config["config"]["layers"][1]["class_name"] = "Lambda"


def _nameless(config):
    config["config"]["layers"][1]["class_name"] = ""


def _other_module(config):
    config["config"]["layers"][1]["module"] = "os"


def _registered(config):
    config["config"]["layers"][1]["registered_name"] = "package>Evil"


def _custom_activation(config):
    config["config"]["layers"][1]["config"]["activation"] = {
        "class_name": "function",
        "config": "system",
        "module": "os",
    }


def _unknown_activation(config):
    config["config"]["layers"][1]["config"]["activation"] = "package>evil"


@pytest.mark.parametrize(
    "change", [_lambda, _nameless, _other_module, _registered, _custom_activation, _unknown_activation]
)
def test_anything_that_could_carry_code_is_refused(change):
    for use in (models.rebuild, models.architecture):
        with pytest.raises(WrongAnswer, match="`model` is made of Keras's own layers"):
            use(_forged(change), "model")


def test_a_layer_larger_than_its_weights_is_not_built():
    def huge(config):
        config["config"]["layers"][1]["config"]["units"] = 10**9

    def many(config):
        layer = config["config"]["layers"][1]
        config["config"]["layers"][1:1] = [{**layer, "config": {**layer["config"], "units": 8000}}] * 300

    for change in (huge, many):
        with pytest.raises(WrongAnswer, match="can be rebuilt from its config and weights"):
            models.rebuild(_forged(change), "model")


def test_the_seed_of_an_initializer_is_no_size():
    model = keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(3, kernel_initializer=keras.initializers.HeNormal(2024))]
    )
    assert models.rebuild(plain(model), "model").output_shape == (None, 3)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"class_name": "Sequential", "config": ' + "[" * 900 + "]" * 900 + "}"]
)
def test_a_config_nested_without_end_is_refused(text: str):
    with pytest.raises(WrongAnswer, match="can be rebuilt from its config and weights"):
        models.rebuild({**plain(_sequential()), "config": text}, "model")


def test_odd_types_in_a_config_are_refused():
    def odd_class(config):
        config["config"]["layers"][1]["class_name"] = ["Dense"]

    def odd_nodes(config):
        config["config"]["layers"][1]["inbound_nodes"] = 1

    def odd_config(config):
        config["config"]["layers"][1]["config"] = "units"

    for change in (odd_class, odd_nodes, odd_config):
        with pytest.raises(WrongAnswer):
            models.architecture(_forged(change), "model")
    for change in (odd_class, odd_config):
        with pytest.raises(WrongAnswer):
            models.rebuild(_forged(change), "model")


def test_a_model_without_input_shape_cannot_be_rebuilt():
    with pytest.raises(WrongAnswer, match="can be rebuilt from its config and weights"):
        models.rebuild({**plain(_sequential()), "weights": [np.zeros(2)]}, "model")


@pytest.mark.parametrize("config", ["", "[]", '{"class_name": "MyModel", "config": {}}'])
def test_other_configs_are_refused(config: str):
    with pytest.raises(WrongAnswer, match="Sequential or Functional|can be rebuilt"):
        models.rebuild({**plain(_sequential()), "config": config}, "model")


def test_a_layer_used_twice_has_no_chain():
    inputs = keras.Input((4,))
    shared = keras.layers.Dense(4)
    with pytest.raises(WrongAnswer, match="every layer of `model` is used once"):
        models.architecture(plain(keras.Model(inputs, shared(shared(inputs)))), "model")


def test_a_model_that_was_never_compiled():
    with pytest.raises(WrongAnswer, match="`model` has been compiled"):
        models.compiled(plain(_sequential()), "model")


def test_an_activation_given_as_a_function_of_tensorflow_is_meant_by_its_name():
    model = keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(8, tf.nn.relu), keras.layers.Dense(3, tf.nn.softmax)]
    )
    assert [layer.activation for layer in models.architecture(plain(model), "model")] == ["relu", "softmax"]
    rebuilt = models.rebuild(plain(model), "model")
    np.testing.assert_allclose(rebuilt.predict(X), np.asarray(model(X)), atol=1e-6)
