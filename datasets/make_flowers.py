"""Draw the embedded flowers again: python datasets/make_flowers.py [FOLDER]. Writes flowers.npz and flowers.jpg."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from autograder.drawn.camera import decode
from autograder.drawn.flowers import FLOWER_CLASSES, draw_flower_photos
from autograder.photo_files import pack
from autograder.photo_sets import EMBEDDED_SIZES

SEEDS = (381, 382, 383)  # of the training, validation and test photos
_A_ROW = 12


def photos() -> tuple[list[bytes], np.ndarray]:
    """The 250 + 100 + 200 photos and their labels, always the same."""
    parts = [draw_flower_photos(count, seed) for count, seed in zip(EMBEDDED_SIZES, SEEDS, strict=True)]
    return [photo for part, _ in parts for photo in part], np.concatenate([labels for _, labels in parts])


def contact_sheet(files: list[bytes], labels: np.ndarray) -> Image.Image:
    """The first photos of each class, a row a class."""
    rows = [np.flatnonzero(labels == label)[:_A_ROW] for label in range(len(FLOWER_CLASSES))]
    return Image.fromarray(np.vstack([np.hstack(decode([files[n] for n in row])) for row in rows]))


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    drawn, of_class = photos()
    np.savez(folder / "flowers.npz", **pack(drawn, of_class))
    contact_sheet(drawn, of_class).save(folder / "flowers.jpg", quality=85)
