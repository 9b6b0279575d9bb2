"""From a painted scene to a photo: focus, light, exposure, noise and JPEG, as flower photos come from a camera."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import numpy as np
from PIL import Image, ImageFilter

from autograder.drawn.scene import CANVAS_SIZE, IMAGE_SIZE
from autograder.drawn.surroundings import background, clutter, foreground

JPEG_QUALITY = 88
_GRID_Y, _GRID_X = np.mgrid[-1 : 1 : IMAGE_SIZE * 1j, -1 : 1 : IMAGE_SIZE * 1j].astype(np.float32)  # (96, 96) each

Subject = Callable[[Image.Image, np.random.Generator, float], None]


def photograph(rng: np.random.Generator, subject: Subject) -> bytes:
    """One picture as JPEG bytes, 96x96 RGB: background, clutter, the subject, what stands before it, camera.

    `subject` paints on the canvas it is given, with the generator and the direction of the light in radians.
    """
    light = rng.uniform(-np.pi, np.pi)
    canvas = background(rng)
    clutter(canvas, rng, light)
    subject(canvas, rng, light)
    foreground(canvas, rng, light)
    return develop(canvas, rng, light)


def develop(canvas: Image.Image, rng: np.random.Generator, light: float) -> bytes:
    """The canvas through a camera: focus, uneven light, exposure, white balance, contrast, noise, JPEG."""
    small = canvas.reduce(CANVAS_SIZE // IMAGE_SIZE)
    if rng.random() < 0.35:
        small = small.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 1.1)))
    image = np.asarray(small, dtype=np.float32)  # (96, 96, 3)
    slope = np.cos(light) * _GRID_X + np.sin(light) * _GRID_Y
    shade = 1 + rng.uniform(0, 0.35) * slope
    if rng.random() < 0.3:  # the edge of a shadow falls across the picture
        direction = rng.uniform(-np.pi, np.pi)
        edge = np.cos(direction) * _GRID_X + np.sin(direction) * _GRID_Y - rng.uniform(-0.6, 0.6)
        shade *= 1 - rng.uniform(0.25, 0.55) / (1 + np.exp(-edge * rng.uniform(6, 40)))
    gain = np.exp(rng.normal(0, 0.22)) * np.exp(rng.normal(0, 0.09, 3))
    image = image * (shade[..., None] * gain).astype(np.float32)
    contrast = rng.uniform(0.65, 1.25)
    image = (image - 118) * np.float32(contrast) + 118
    image += rng.standard_normal(image.shape, dtype=np.float32) * np.float32(rng.uniform(1, 9))
    picture = Image.fromarray(np.clip(image, 0, 255).astype(np.uint8))
    with BytesIO() as file:
        picture.save(file, "JPEG", quality=JPEG_QUALITY)
        return file.getvalue()


def decode(photos: list[bytes]) -> np.ndarray:
    """JPEG bytes to pixels: uint8 of shape (n, 96, 96, 3)."""
    images = np.empty((len(photos), IMAGE_SIZE, IMAGE_SIZE, 3), np.uint8)
    for image, photo in zip(images, photos, strict=True):
        with Image.open(BytesIO(photo)) as opened:
            image[:] = np.asarray(opened.convert("RGB"))
    return images
