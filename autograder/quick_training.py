"""In a kernel that is graded: what costs short trainings more than it brings back is left out."""

from __future__ import annotations

import contextlib


def prepare(seed: int) -> None:
    """Seed Python, NumPy and TensorFlow, and make short trainings quick. Imports TensorFlow."""
    import keras
    import tensorflow as tf

    keras.utils.set_random_seed(seed)
    _build_before_tracing(keras)
    if tf.config.list_physical_devices("GPU"):
        return
    tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})  # Grappler, the graph optimizer
    _read_without_tuning(tf)


def _build_before_tracing(keras) -> None:
    """Keras makes the variables of optimizer and metrics while it traces the first training step, with a graph for each
    of them, and has to trace that step once more without. Made before, they cost neither, and hold the same numbers."""
    trainer = next((kind for kind in keras.Model.__mro__ if "_maybe_symbolic_build" in vars(kind)), None)
    if trainer is None:  # another Keras, whose models are slower, not wrong
        return
    maybe_build = trainer._maybe_symbolic_build

    def build(model, iterator=None, data_batch=None):
        if iterator is not None and model.built and not model.run_eagerly and model._distribute_strategy is None:
            with contextlib.suppress(Exception):  # Keras says what is wrong when it traces
                model._symbolic_build(data_batch=iterator._distributed_dataset.element_spec)
        return maybe_build(model, iterator, data_batch)

    trainer._maybe_symbolic_build = build


def _read_without_tuning(tf) -> None:
    """The end of an epoch often waits until the thread wakes up that tunes the input pipeline."""
    untuned, begin = tf.data.Options(), tf.data.Dataset.__iter__
    untuned.autotune.enabled = False
    tf.data.Dataset.__iter__ = lambda dataset: begin(dataset.with_options(untuned))
