"""A session's lesson in this process: the cells that grading runs, executed once; answers are examined on top."""

from __future__ import annotations

import ast
import contextlib
import gc
import io
import symtable
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import keras
import nbformat
import numpy as np

from autograder.cases import solution_sources
from autograder.course import Session, load_course
from autograder.findings import Verdict
from autograder.grading.release import part_of
from autograder.notebook import PUBLIC_SEED, examine

SKIPPED = "skip-execution"
# Exercises whose answers train networks: their tests are slow, and a lesson is set up without them.
TRAINING = {"36.6", "36.7", "36.8", "36.9", "36.10", "37.5", "37.6", "37.7", "37.8", "37.10"}
TRAINING |= {"38.4", "38.6", "38.7", "38.8", "38.9"}
# Exercises that go on from what another one has trained.
BUILDS_ON = {"38.7": ("38.4",), "38.9": ("38.4",)}


@dataclass(frozen=True)
class Network:
    """A network that answers share, as it was when an exercise began: its weights, which of its layers were trainable,
    and whether it was compiled."""

    network: keras.Model
    weights: list[np.ndarray]
    trainable: list[tuple[keras.layers.Layer, bool]]
    compiled: bool

    def restore(self) -> None:
        """Undo what an answer did to it."""
        for layer, trainable in self.trainable:  # the outer ones first: each sets those inside it as well
            layer.trainable = trainable
        self.network.set_weights(self.weights)
        if not self.compiled:  # Keras keeps an earlier loss and metrics where compile is given none
            self.network.compiled, self.network.optimizer = False, None
            self.network._compile_loss = self.network._compile_metrics = None


@dataclass(frozen=True)
class Lesson:
    """`given`: what a session's own cells, and the solutions that train nothing, define.

    `reference` and `stubs` are the solution cells, by exercise; `shared` are the networks each exercise began with.
    """

    session: Session
    given: dict
    reference: dict[str, str]
    stubs: dict[str, str]
    shared: dict[str, list[Network]]

    def examine(self, exercise_id: str, code: str, seed: int = PUBLIC_SEED) -> Verdict:
        """The verdict on `code` in the place of that exercise's solution cell.

        As in a notebook, what it defined before it raised is there, and is examined.
        """
        # A student's cell in the reference's place must not find what that one defines.
        own = symtable.symtable(self.reference[exercise_id], "<reference>", "exec")
        defined = {symbol.get_name() for symbol in own.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
        namespace = {name: value for name, value in self.given.items() if name not in defined}
        for network in self.shared[exercise_id]:
            network.restore()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what an answer warns about is the student's affair
            ast.parse(code)  # an answer that is no Python is a mistake of the one who wrote the case
            with contextlib.suppress(Exception):
                _run(code, f"<answer to {exercise_id}>", namespace)
        try:
            return examine(exercise_id, seed, {}, namespace)
        finally:  # networks are cycles: left to pile up, they take gigabytes, and each collection goes through them
            namespace.clear()
            keras.backend.clear_session()
            gc.collect()


def load_lesson(root: Path, session_id: str, trained: tuple[str, ...] = ()) -> Lesson:
    """The lesson of a session, from its built notebooks: given cells and solutions run in the notebook's order.

    `trained` names exercises whose solutions are run although they train networks.
    """
    session = load_course().session(session_id)
    reference = solution_sources(root, session)
    cells = nbformat.read(root / "notebooks" / session.stem / f"{session.stem}.ipynb", as_version=4).cells
    given: dict = {"__name__": "lesson"}
    stubs, shared = {}, {}
    for cell in cells:
        role, exercise = part_of(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        if role == "solution" and exercise in reference:
            stubs[exercise] = cell.source
            shared[exercise] = list(_networks(given))
            if exercise not in TRAINING or exercise in trained:
                _run(reference[exercise], f"<reference of {exercise}>", given)
        elif cell.cell_type == "code" and not role and SKIPPED not in cell.metadata.get("tags", []):
            _run(cell.source, f"<cell {cell.id}>", given)
    return Lesson(session, given, reference, stubs, shared)


def _networks(given: dict) -> Iterator[Network]:
    for network in {id(value): value for value in given.values() if isinstance(value, keras.Model)}.values():
        trainable = [(layer, layer.trainable) for layer in _with_inner(network)]
        yield Network(network, network.get_weights(), trainable, network.compiled)


def _with_inner(layer: keras.layers.Layer) -> Iterator[keras.layers.Layer]:
    yield layer
    for inner in getattr(layer, "layers", ()):
        yield from _with_inner(inner)


def _run(code: str, name: str, namespace: dict) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code, name, "exec"), namespace)
