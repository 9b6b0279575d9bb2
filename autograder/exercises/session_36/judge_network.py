"""Session 36, judging 36.4: the first network, and its parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from autograder import models, reading
from autograder.exercises import Sealed
from autograder.findings import Finding, find


def _layers(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    model = reading.entry(answers, "build_model", "model")
    dense = [layer for layer in models.architecture(model, "build_model") if layer.kind != "Dropout"]
    units = [layer.config.get("units") for layer in dense]
    again = reading.entry(answers, "build_model again", "model")
    shared = bool(model["weights"]) and all(
        np.array_equal(a, b) for a, b in zip(model["weights"], again["weights"], strict=False)
    )
    yield find(
        "build_model:layers",
        "the network is Dense(8) and then Dense(3)",
        [layer.kind for layer in dense] == ["Dense", "Dense"] and units == [8, 3],
        1.5,
        expected="Dense(8), Dense(3)",
        got=", ".join(f"{layer.kind}({layer.config.get('units', '')})" for layer in dense) or "no layer",
        cause="Each of the three species needs an output of its own, and there are no others."
        if units[:1] == [8] and len(units) == 2
        else "The 4 of 4→8→3 is the input, which has no neurons of its own; 8 and 3 are the layers.",
        next_step="Call build_model().summary() and compare the output shapes.",
    )
    yield find(
        "build_model:new",
        "`build_model()` makes a new network every time",
        not shared,
        0.5,
        expected="two calls, two networks with weights of their own",
        got="the same weights twice" if shared else "two networks",
        cause="The function hands out one model that was made elsewhere.",
        next_step="Make the layers inside the function.",
    )
    hidden = dense[0].activation if dense else "none"
    yield find(
        "build_model:hidden",
        "the hidden layer's activation is ReLU",
        hidden == "relu",
        1,
        expected="relu",
        got=hidden,
        cause="Without a non-linear activation two Dense layers are no more than one.",
        next_step="Give the first Dense layer activation=…",
    )
    output = dense[-1].activation if dense else "none"
    yield find(
        "build_model:output",
        "the output layer turns scores into probabilities of three exclusive classes",
        output == "softmax",
        1,
        expected="softmax",
        got=output,
        cause="Sigmoid outputs are separate yes/no answers and need not sum to 1."
        if output == "sigmoid"
        else "The outputs are not probabilities that sum to 1.",
        next_step="Which function of exercise 36.2 makes each row sum to 1?",
    )
    weights = [w for w in model.get("weights", []) if isinstance(w, np.ndarray)]
    count = int(sum(w.size for w in weights))
    yield find(
        "build_model:parameters",
        "the network has 67 parameters",
        count == 67,
        1.5,
        expected="67",
        got=f"{count}",
        cause="The network has no input shape yet, so no weights." if count == 0 else "A layer's size differs.",
        next_step="Work out inputs × units + units for both layers, and start the model with keras.Input(shape=…).",
    )


def _formula(answers: Mapping, sealed: Sealed) -> Iterator[Finding]:
    sizes = [(int(i), int(u)) for i, u in sealed.inputs["sizes"]]
    counted = [reading.number_of(value, "dense_parameters") for value in reading.items(answers, "dense_parameters")]
    wrong = [(i, u, c) for (i, u), c in zip(sizes, counted, strict=False) if c != i * u + u]
    i, u, c = wrong[0] if wrong else (0, 0, 0)
    yield find(
        "dense_parameters:formula",
        "`dense_parameters(inputs, units)` counts weights and biases",
        not wrong and len(counted) == len(sizes),
        2.5,
        expected=f"{i * u + u} for {i} inputs and {u} units",
        got=f"{c:g}",
        cause="The biases are missing: one a unit." if c == i * u else "The count is not weights plus biases.",
        next_step="Draw 4 inputs and 8 units: how many lines between them, and how many biases?",
    )


PARTS = {"36.4": (_layers, _formula)}
