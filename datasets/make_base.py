"""Pre-trains the embedded MobileNetV2 (alpha 0.35, 96x96) on drawn objects and surfaces; no flower among them.

    python datasets/make_base.py            draws, trains, writes the weights and the log beside this script

An interrupted run goes on from its last whole epoch. Seeds fix pictures, initial weights and batches; rounding differs
between processors and numbers of threads, so a repeat gives an equally good base, not the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import h5py
import keras
import numpy as np

from autograder.drawn.pretraining_task import SOURCE_CLASSES, draw_source_pictures
from autograder.drawn.scene import IMAGE_SIZE

ALPHA = 0.35
SEED = 38
PICTURES, PICTURES_HELD_OUT = 27_000, 1_800
EPOCHS, BATCH_SIZE, LEARNING_RATE = 10, 64, 2e-3
# Keras's 0.999 averages BatchNorm statistics over far more steps than there are while weights still move.
BATCH_NORM_MOMENTUM = 0.95
HERE = Path(__file__).resolve().parent
WEIGHTS_FILE = HERE / "mobilenet_v2_0.35_96.weights.h5"
LOG_FILE = HERE / "mobilenet_v2_0.35_96.log"


class Batches(keras.utils.PyDataset):
    """Endlessly varied batches of a fixed set: each picture may be mirrored and have its colour channels exchanged."""

    def __init__(self, images: np.ndarray, labels: np.ndarray, seed: int):
        super().__init__()
        self.images, self.labels, self.seed, self.epoch = images, labels, seed, 0
        self.on_epoch_end()

    def on_epoch_end(self) -> None:
        self.order = np.random.default_rng((self.seed, self.epoch)).permutation(len(self.labels))
        self.epoch += 1

    def __len__(self) -> int:
        return len(self.labels) // BATCH_SIZE

    def __getitem__(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        rng = np.random.default_rng((self.seed, self.epoch, index))
        chosen = self.order[index * BATCH_SIZE : (index + 1) * BATCH_SIZE]
        images = self.images[chosen]  # (64, 96, 96, 3), a copy
        for image in images:
            image[:] = image[:, :: rng.choice((-1, 1)), rng.permutation(3)]
        return images, self.labels[chosen]


def build() -> tuple[keras.Model, keras.Model]:
    """The network to train, uint8 pixels to logits, and within it the base to keep, which takes -1 to 1."""
    shape = (IMAGE_SIZE, IMAGE_SIZE, 3)
    base = keras.applications.MobileNetV2(shape, alpha=ALPHA, include_top=False, weights=None)
    for layer in base.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = BATCH_NORM_MOMENTUM
    pixels = keras.Input(shape)
    features = base(keras.layers.Rescaling(1 / 127.5, offset=-1)(pixels))  # (batch, 3, 3, 1280)
    pooled = keras.layers.Dropout(0.1)(keras.layers.GlobalAveragePooling2D()(features))  # (batch, 1280)
    logits = keras.layers.Dense(len(SOURCE_CLASSES))(pooled)
    return keras.Model(pixels, logits), base


def pretrain(
    images: np.ndarray, labels: np.ndarray, held_out: tuple, epochs: int, resume_in: Path, say: Callable[[str], None]
) -> keras.Model:
    """The base, trained on `images` (n, 96, 96, 3) uint8 with `labels` (n,). `say` takes one line an epoch."""
    keras.utils.set_random_seed(SEED)
    model, base = build()
    batches = Batches(images, labels, SEED)
    rate = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, epochs * len(batches), alpha=0.005)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.AdamW(rate, weight_decay=1e-3), loss, metrics=["accuracy"])
    started = time.process_time()

    def report(epoch: int, logs: dict) -> None:
        values = "  ".join(f"{name} {value:.4f}" for name, value in logs.items())
        say(f"epoch {epoch + 1:2d}/{epochs}  {values}  CPU {(time.process_time() - started) / 60:.1f} min")

    callbacks = [
        keras.callbacks.BackupAndRestore(str(resume_in)),
        keras.callbacks.LambdaCallback(on_epoch_end=report),
    ]
    model.fit(batches, epochs=epochs, validation_data=held_out, verbose=0, callbacks=callbacks)
    return base


def store_half(base: keras.Model, path: Path) -> None:
    """Writes weights as Keras does, kernels in float16: Keras reads them back to float32 by itself.

    BatchNorm's vectors stay float32: together they are small, and a variance may be smaller than float16 can say.
    """
    whole = path.with_name(f"whole-{path.name}")
    base.save_weights(whole)
    with h5py.File(whole) as source, h5py.File(path, "w") as target:

        def copy(name: str, item: h5py.Group | h5py.Dataset) -> None:
            if isinstance(item, h5py.Dataset):
                values = item[()]
                target.create_dataset(name, data=values.astype(np.float16) if values.ndim > 1 else values)
            else:
                target.require_group(name).attrs.update(item.attrs)

        source.visititems(copy)
        target.attrs.update(source.attrs)
    whole.unlink()


def round_trip(base: keras.Model, path: Path, images: np.ndarray) -> float:
    """The largest change that storing `base` in `path` makes to its features of `images`, relative to their spread."""
    stored = keras.applications.MobileNetV2((IMAGE_SIZE, IMAGE_SIZE, 3), ALPHA, include_top=False, weights=str(path))
    inputs = images / np.float32(127.5) - 1
    before, after = (model.predict(inputs, verbose=0) for model in (base, stored))
    return float(np.abs(after - before).max() / before.std())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--resume-in", type=Path, default=HERE / ".make_base", help="where unfinished work is kept")
    resume_in = parser.parse_args().resume_in
    resume_in.mkdir(parents=True, exist_ok=True)
    with LOG_FILE.open("a", encoding="utf-8") as log:

        def say(line: str) -> None:
            print(line, flush=True)
            print(line, file=log, flush=True)

        keras_version = f"Keras {keras.__version__} on {keras.backend.backend()}"
        say(f"{date.today()}  Python {platform.python_version()}  {keras_version}")
        say(f"{platform.machine()} CPU, {os.environ.get('TF_NUM_INTRAOP_THREADS', 'all')} threads")
        say(f"seed {SEED}  {len(SOURCE_CLASSES)} classes: {' '.join(SOURCE_CLASSES)}")
        started = time.process_time()
        images, labels = draw_source_pictures(PICTURES, SEED)
        held_out = draw_source_pictures(PICTURES_HELD_OUT, SEED + 1)
        say(f"drew {PICTURES} + {PICTURES_HELD_OUT} pictures in {time.process_time() - started:.0f} s of CPU")
        base = pretrain(images, labels, held_out, EPOCHS, resume_in / "backup", say)
        base.save_weights(resume_in / "float32.weights.h5")
        store_half(base, WEIGHTS_FILE)
        change = round_trip(base, WEIGHTS_FILE, held_out[0][:200])
        digest = hashlib.sha256(WEIGHTS_FILE.read_bytes()).hexdigest()
        say(f"{WEIGHTS_FILE.name}: {WEIGHTS_FILE.stat().st_size} bytes, sha256 {digest}")
        say(f"float16 on disk changes a feature by at most {change:.4f} of the features' standard deviation")


if __name__ == "__main__":
    main()
