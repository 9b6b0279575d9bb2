"""Mutants are single steps away from the solution, and what kept full marks is explained or said to be open."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from autograder.cases import solution_sources
from autograder.course import load_course
from tests.validity.mutants import mutants
from tests.validity.mutation import explained, load_found

SOLUTION = """
model = keras.Sequential([keras.Input((4,)), layers.Dense(8, activation="relu"), layers.Dense(3)])
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), loss="categorical_crossentropy")
layer.trainable = False
history = model.fit(x_train, y_train, epochs=5, verbose=0)
print("done")
steps = n // 32 if n > 0 else f(layers.Flatten()(x))
"""


@pytest.mark.parametrize(
    "change",
    [
        "'relu' -> 'linear'",
        "without activation='relu'",
        "without the layer layers.Dense(8, activation='relu')",
        "0.001 -> 0.1",
        "'categorical_crossentropy' -> 'mean_squared_error'",
        "arguments exchanged: model.fit(y_train, x_train, epochs=5, verbose=0)",
        "x_train -> x_test",
        "y_train -> y_train + 1",
        "without the step layer.trainable = False",
        "False -> True",
        "5 -> 6",
        "FloorDiv -> Div in n / 32",
        "Gt -> GtE in n >= 0",
        "without the layer layers.Flatten()",
    ],
)
def test_each_kind_of_step(change: str):
    found = [mutant for mutant in mutants("36.8", SOLUTION) if mutant.change.partition(" ")[2] == change]
    assert len(found) == 1
    assert ast.dump(ast.parse(found[0].code)) != ast.dump(ast.parse(SOLUTION))


def test_what_changes_no_answer_is_no_mutant():
    changes = [mutant.change for mutant in mutants("36.8", SOLUTION)]
    assert not [
        change for change in changes if "print" in change or "verbose=0 ->" in change or "without verbose" in change
    ]
    assert len(set(changes)) == len(changes)


def test_every_solution_has_mutants_and_each_is_python(root: Path):
    for session in load_course().sessions:
        for exercise, code in solution_sources(root, session).items():
            made = list(mutants(exercise, code))
            assert len(made) >= 10 and len({ast.dump(ast.parse(m.code)) for m in made}) == len(made)


def test_what_is_explained_has_kept_full_marks():
    survivors = {name for kills in load_found().values() for name in kills.survivors}
    assert set(explained()) <= survivors
