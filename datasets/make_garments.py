"""Draw the embedded garments again: python datasets/make_garments.py [FOLDER]. Writes garments.npz and .png."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from autograder.garments import CLASS_NAMES, SIZE, draw_garments

TRAIN, TEST = 4_000, 600
TRAIN_SEED, TEST_SEED = 371, 372
_A_ROW, _ENLARGED = 20, 2


def arrays() -> dict[str, np.ndarray]:
    """The four arrays of garments.npz, always the same."""
    x_train, y_train = draw_garments(TRAIN, np.random.default_rng(TRAIN_SEED))
    x_test, y_test = draw_garments(TEST, np.random.default_rng(TEST_SEED))
    return {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}


def contact_sheet(images: np.ndarray, labels: np.ndarray) -> Image.Image:
    """The first garments of each class, a row a class."""
    rows = [np.hstack(images[labels == label][:_A_ROW]) for label in range(len(CLASS_NAMES))]
    sheet = Image.fromarray(np.vstack(rows))
    return sheet.resize((_A_ROW * SIZE * _ENLARGED, len(rows) * SIZE * _ENLARGED), Image.NEAREST)


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    drawn = arrays()
    np.savez_compressed(folder / "garments.npz", **drawn)
    contact_sheet(drawn["x_train"], drawn["y_train"]).save(folder / "garments.png", optimize=True)
