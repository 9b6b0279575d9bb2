"""Make the embedded digits again: python datasets/make_digits.py [FOLDER]. Writes digits.npz.

The UCI repository's optical digits (8x8, as scikit-learn ships them) are enlarged to 20x20 and put into 28x28, with the
centre of mass in the middle, as MNIST has its digits. Equal images are kept once.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from scipy.ndimage import zoom
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

TEST, SPLIT_SEED = 497, 37
INK = 0.25  # grey below it is paper: strokes come out as thin, and the ground as black, as MNIST has them


def arrays() -> dict[str, np.ndarray]:
    """The four arrays of digits.npz, always the same."""
    bunch = load_digits()
    _, first = np.unique(bunch.data, axis=0, return_index=True)
    small, labels = bunch.images[np.sort(first)], bunch.target[np.sort(first)].astype(np.int64)
    large = zoom(small / 16, (1, 2.5, 2.5), order=3, grid_mode=True, mode="grid-constant")  # (n, 20, 20)
    strokes = np.clip((large - INK) / 0.5, 0, 1)
    images = np.stack([_centred(stroke) for stroke in strokes])  # (n, 28, 28)
    x_train, x_test, y_train, y_test = train_test_split(
        images, labels, test_size=TEST, stratify=labels, random_state=SPLIT_SEED
    )
    return {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}


def _centred(stroke: np.ndarray) -> np.ndarray:
    """A digit of 0…1, (20, 20), with its centre of mass in the middle of 28x28, as MNIST has it: uint8."""
    canvas = np.zeros((28, 28))
    rows, columns = np.arange(20), np.arange(20)
    weight = stroke.sum()
    down = round(13.5 - (stroke.sum(axis=1) @ rows) / weight)
    right = round(13.5 - (stroke.sum(axis=0) @ columns) / weight)
    down, right = min(max(down, 0), 8), min(max(right, 0), 8)
    canvas[down : down + 20, right : right + 20] = stroke
    return np.round(canvas * 255).astype(np.uint8)


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    np.savez_compressed(folder / "digits.npz", **arrays())
