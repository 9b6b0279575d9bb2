"""Does the embedded base transfer? Prints the table in README.md: python datasets/prove_transfer.py [SEEDS]

The same network and head three times, on 500 drawn flowers, examined on 1,000 others: on the
embedded base, frozen; on a frozen base of random weights; and trained from scratch, every layer. The other two get what
helps them: BatchNorm statistics measured on the training photos for the random base; fast-moving ones and a high
learning rate, the best of three that were tried, from scratch.
"""

from __future__ import annotations

import sys
import time

import keras
import numpy as np
from make_base import ALPHA, WEIGHTS_FILE

from autograder.drawn.flowers import FLOWER_CLASSES, draw_flowers
from autograder.drawn.scene import IMAGE_SIZE

EPOCHS, BATCH_SIZE, STATISTICS = 20, 32, 250
TRAINED, TRAINING_SEED, EXAMINED = 500, 381, 1_000
HEAD_RATE, SCRATCH_RATE = 1e-3, 3e-3
KINDS = ("embedded base, frozen", "random base, frozen", "from scratch")


def accuracies(seed: int, train: tuple, examined: tuple) -> dict[str, float]:
    """The accuracy of each of `KINDS` on the examined photos; pictures are float32 of -1 to 1."""
    keras.utils.set_random_seed(seed)
    random_base = base(None, momentum=0.0)
    random_base(train[0][:STATISTICS], training=True)  # its moving statistics are now those of these photos
    scratch = keras.Sequential([base(None, momentum=0.9), *head()])
    return {
        "embedded base, frozen": _on_features(base(str(WEIGHTS_FILE)), train, examined),
        "random base, frozen": _on_features(random_base, train, examined),
        "from scratch": _fitted(scratch, SCRATCH_RATE, train, examined),
    }


def base(weights: str | None, momentum: float = 0.999) -> keras.Model:
    """The course's MobileNetV2 without its top; `momentum` is that of BatchNorm's statistics."""
    network = keras.applications.MobileNetV2((IMAGE_SIZE, IMAGE_SIZE, 3), ALPHA, include_top=False, weights=weights)
    for layer in network.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = momentum
    return network


def head() -> list[keras.layers.Layer]:
    """The layers of the course's head: average pooling, Dense 128, Dense 5."""
    dense = keras.layers.Dense
    return [
        keras.layers.GlobalAveragePooling2D(),
        dense(128, "relu"),
        dense(len(FLOWER_CLASSES), "softmax"),
    ]


def _on_features(frozen: keras.Model, train: tuple, examined: tuple) -> float:
    """The head trained on what the frozen base makes of the photos: the same as training both, and faster."""
    features = [(frozen.predict(x, verbose=0), y) for x, y in (train, examined)]
    return _fitted(keras.Sequential(head()), HEAD_RATE, *features)


def _fitted(model: keras.Model, rate: float, train: tuple, examined: tuple) -> float:
    model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(*train, epochs=EPOCHS, batch_size=BATCH_SIZE, verbose=0)
    return float(model.evaluate(*examined, verbose=0)[1])


def drawn(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Flowers as the networks take them, and their labels: float32 (count, 96, 96, 3) of -1 to 1, int64 (count,)."""
    images, labels = draw_flowers(count, seed)
    return images / np.float32(127.5) - 1, labels


def main() -> None:
    seeds = range(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
    train = drawn(TRAINED, TRAINING_SEED)
    found: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for seed in seeds:
        started = time.process_time()
        for kind, accuracy in accuracies(seed, train, drawn(EXAMINED, 9_000 + seed)).items():
            found[kind].append(accuracy)
        print(
            f"seed {seed}", {kind: f"{found[kind][-1]:.3f}" for kind in KINDS}, f"{time.process_time() - started:.0f} s"
        )
    print("| network | mean | standard deviation | least | most |\n|---|---|---|---|---|")
    for kind, values in found.items():
        print(
            f"| {kind} | {np.mean(values):.3f} | {np.std(values, ddof=1):.3f} | {min(values):.3f} | {max(values):.3f} |"
        )


if __name__ == "__main__":
    main()
