"""A training step that a graded kernel traces once, not twice, computes the same."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from autograder.grading.sandbox import ONE_THREAD

# Trains networks of several kinds. Prints for each what came of it, bit by bit, and how often its step was traced.
_SCRIPT = """
import sys
from autograder import quick_training
if sys.argv[1] == "plain":
    quick_training._build_before_tracing = lambda keras: None
quick_training.prepare(7)
import hashlib
import keras, numpy as np, tensorflow as tf
from keras import layers as L

draw = np.random.default_rng(0)
x, y = draw.normal(size=(200, 8)).astype("float32"), draw.integers(0, 3, 200)
traced = []
step = keras.Model.train_step
keras.Model.train_step = lambda self, data: traced.append(1) or step(self, data)

def dense(*first):
    hidden = [L.Dense(16, "relu"), L.Dropout(0.3), L.BatchNormalization()]
    return keras.Sequential([*first, *hidden, L.Dense(3, "softmax")])

class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.inside, self.last = L.Dense(8), L.Dense(3, "softmax")
    def call(self, x):
        return self.last(self.inside(x))

def say(what, model, *data, loss="sparse_categorical_crossentropy", optimizer="adam", metrics=("accuracy",), **more):
    keras.utils.set_random_seed(3)
    model = model()
    model.compile(optimizer, loss, metrics=list(metrics), run_eagerly=more.pop("eager", False))
    traced.clear()
    try:
        history = model.fit(*data, epochs=2, verbose=0, **more)
        bits = b"".join(weight.tobytes() for weight in model.get_weights()) + repr(history.history).encode()
    except Exception as error:
        bits = repr(error).encode()
    print(what, hashlib.sha256(bits).hexdigest()[:12], len(traced))

built = lambda: dense(keras.Input((8,)))
say("built", built, x, y, validation_split=0.2)
say("not built", dense, x, y)
say("own class", Own, x, y)
say("no metrics", built, x, y, metrics=())
say("weighted", built, x, y, class_weight={0: 1.0, 1: 2.0, 2: 3.0})
say("clipped", built, x, y, optimizer=keras.optimizers.SGD(0.1, momentum=0.9, clipnorm=1.0))
say("one-hot", built, x, np.eye(3)[y], loss="categorical_crossentropy")
say("numbers", lambda: keras.Sequential([keras.Input((8,)), L.Dense(1)]), x, x[:, 0], loss="mse", metrics=("mae",))
say("shuffled pipeline", built, tf.data.Dataset.from_tensor_slices((x, y)).shuffle(200, seed=5).batch(16))
say("eager", built, x[:40], y[:40], eager=True)
say("wrong labels", built, x, np.eye(4)[y], loss="categorical_crossentropy")
say("wrong inputs", built, x[:, :5], y)
"""


def trained(how: str) -> dict[str, tuple[str, int]]:
    """By network what came of it and how often its training step was traced."""
    environment = {**os.environ, **ONE_THREAD, "CUDA_VISIBLE_DEVICES": "-1", "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run([sys.executable, "-c", _SCRIPT, how], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = (line.rsplit(maxsplit=2) for line in done.stdout.splitlines())
    return {what: (bits, int(traced)) for what, bits, traced in lines}


@pytest.mark.slow
def test_a_training_step_is_traced_once_and_computes_the_same():
    quick, plain = trained("quick"), trained("plain")
    assert {what: bits for what, (bits, _) in quick.items()} == {what: bits for what, (bits, _) in plain.items()}
    once = ("built", "no metrics", "weighted", "clipped", "one-hot", "numbers", "shuffled pipeline")
    assert {what: quick[what][1] for what in once} == dict.fromkeys(once, 1)
    assert {what: plain[what][1] for what in once} == dict.fromkeys(once, 2)
    others = ("not built", "own class", "eager", "wrong labels", "wrong inputs")
    assert {what: quick[what][1] for what in others} == {what: plain[what][1] for what in others}
    assert {*once, *others} == set(quick)
