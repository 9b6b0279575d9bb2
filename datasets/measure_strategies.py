"""Which layers should learn? Prints the table in README.md: python datasets/measure_strategies.py [SEEDS]

Few and many pictures that are like what the embedded base learnt on (drawn flowers) and unlike it (grey garments, five
that resemble one another). A head is trained on the frozen base first; from there each strategy makes the same number
of updates with a tenth of that rate, and is examined on pictures that none has seen.
"""

from __future__ import annotations

import sys
import time

import keras
import numpy as np
import prove_transfer
from make_base import WEIGHTS_FILE

from autograder.drawn.scene import IMAGE_SIZE
from autograder.garments import draw_garments

FEW, MANY, EXAMINED = 50, 1_500, 500
HEAD_UPDATES, UPDATES, BATCH_SIZE = 200, 100, 32
HEAD_RATE, RATE = 1e-3, 1e-4
STRATEGIES = {"train the head": 0, "fine-tune the top": 30, "fine-tune part": 100, "train everything": 154}
GARMENTS = (0, 2, 3, 4, 6)  # T-shirt, pullover, dress, coat and shirt


def garments(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """What the base does not know: five kinds of garments, enlarged; float32 (count, 96, 96, 3), and labels 0 to 4."""
    images, labels = draw_garments(2 * count, np.random.default_rng([seed, 28]))  # ten kinds, each as often
    images, labels = images[np.isin(labels, GARMENTS)][:count], labels[np.isin(labels, GARMENTS)][:count]
    enlarged = keras.ops.image.resize(images[..., np.newaxis].astype(np.float32), (IMAGE_SIZE, IMAGE_SIZE))
    return np.repeat(np.asarray(enlarged), 3, axis=-1) / np.float32(127.5) - 1, np.searchsorted(GARMENTS, labels)


def accuracies(train: tuple, examined: tuple, seed: int) -> dict[str, float]:
    """The accuracy of each of `STRATEGIES` on the examined pictures, all from one trained head."""
    keras.utils.set_random_seed(seed)
    base = prove_transfer.base(str(WEIGHTS_FILE))
    head = keras.Sequential([keras.Input(base.output_shape[1:]), *prove_transfer.head()])
    features = base.predict(train[0], verbose=0)
    _fit(head, HEAD_RATE, HEAD_UPDATES, features, train[1])
    begun = [weights.copy() for weights in (*base.get_weights(), *head.get_weights())]
    inputs = keras.Input((IMAGE_SIZE, IMAGE_SIZE, 3))
    model = keras.Model(inputs, head(base(inputs, training=False)))
    found = {}
    for strategy, last in STRATEGIES.items():
        model.set_weights(begun)
        for place, layer in enumerate(base.layers):
            norm = isinstance(layer, keras.layers.BatchNormalization)
            layer.trainable = place >= len(base.layers) - last and (not norm or strategy == "train everything")
        if last:
            _fit(model, RATE, UPDATES, *train)
        else:
            _fit(head, RATE, UPDATES, features, train[1])
        found[strategy] = float(np.mean(model.predict(examined[0], verbose=0).argmax(axis=1) == examined[1]))
    return found


def _fit(model: keras.Model, rate: float, updates: int, x: np.ndarray, y: np.ndarray) -> None:
    """That many updates on batches drawn anew; few pictures come again more often."""
    model.compile(keras.optimizers.Adam(rate, clipnorm=1.0), "sparse_categorical_crossentropy")
    rows = np.concatenate([np.random.permutation(len(x)) for _ in range(-(-updates * BATCH_SIZE // len(x)))])
    rows = rows[: updates * BATCH_SIZE]
    model.fit(x[rows], y[rows], batch_size=BATCH_SIZE, shuffle=False, verbose=0)


def main() -> None:
    seeds = range(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
    rows = {}
    for likeness, draw in (("similar", prove_transfer.drawn), ("different", garments)):
        for count in (FEW, MANY):
            begun = time.process_time()
            runs = [accuracies(draw(count, 500 + seed), draw(EXAMINED, 9_500 + seed), seed) for seed in seeds]
            rows[likeness, count] = {strategy: [run[strategy] for run in runs] for strategy in STRATEGIES}
            print(likeness, count, rows[likeness, count], f"{time.process_time() - begun:.0f} s", flush=True)
    print(f"| pictures | {' | '.join(STRATEGIES)} |\n|---|{'---|' * len(STRATEGIES)}")
    for (likeness, count), row in rows.items():
        told = (f"{np.mean(values):.3f} ({np.std(values, ddof=1):.3f})" for values in row.values())
        print(f"| {count}, {likeness} | {' | '.join(told)} |")


if __name__ == "__main__":
    main()
