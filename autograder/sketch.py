"""What any garment sketch is made with: a canvas, cloth, a pose, something in the way, and the shrinking to 28x28.

A garment is drawn four times too large in its own coordinates, x and y from -1 to 1 with y downwards, so that edges
come out soft. Everything random comes from the generator that is handed in: the same seed draws the same picture.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIZE = 28
_OVER = 4  # how many times larger it is drawn than kept
_CANVAS = SIZE * _OVER
GRAIN = 7.0  # standard deviation of the noise, in grey levels of 0…255
LEVELS = 32  # of grey: the eye misses none, and the file is half as long
HIDDEN = 0.1  # share of garments with something in front of them
BLURRED = 0.25  # share that is a little out of focus

Points = Sequence[tuple[float, float]] | np.ndarray


class Sketch:
    """A canvas of grey levels 0…1, black where nothing is drawn."""

    def __init__(self, rng: np.random.Generator):
        self.rng = rng
        self.image = Image.new("F", (_CANVAS, _CANVAS), 0.0)
        self._draw = ImageDraw.Draw(self.image)

    def fill(self, points: Points, grey: float) -> None:
        """A polygon."""
        self._draw.polygon(_pixels(points), fill=float(grey))

    def blob(self, points: Points, grey: float) -> None:
        """A polygon with its corners rounded."""
        self.fill(_rounded(points), grey)

    def ellipse(self, left: float, top: float, right: float, bottom: float, grey: float) -> None:
        self._draw.ellipse(_pixels([(left, top), (right, bottom)]), fill=float(grey))

    def line(self, points: Points, grey: float, width: float) -> None:
        self._draw.line(_pixels(points), fill=float(grey), width=max(1, round(width * _CANVAS / 2)), joint="curve")


def finish(sketch: Sketch, *, mirrored: bool) -> np.ndarray:
    """The photograph of a sketch: cloth, pose, focus, something in the way, grain. uint8 (28, 28)."""
    rng = sketch.rng
    woven = _woven(np.asarray(sketch.image), rng)
    posed = _posed(Image.fromarray((woven * 255).astype(np.uint8)), rng, mirrored)
    if rng.random() < HIDDEN:
        _hide_a_part(posed, rng)
    if rng.random() < BLURRED:
        posed = posed.filter(ImageFilter.GaussianBlur(rng.uniform(1, 3)))
    small = np.asarray(posed, dtype=np.float64).reshape(SIZE, _OVER, SIZE, _OVER).mean(axis=(1, 3))  # (28, 28)
    grain = rng.normal(0, GRAIN * rng.uniform(0.3, 1), small.shape) * (small > 8)
    step = 255 / (LEVELS - 1)
    return np.round(np.round(np.clip(small + grain, 0, 255) / step) * step).astype(np.uint8)


def other(grey: float, rng: np.random.Generator, contrast: float) -> float:
    """A lighter or darker grey, whichever fits into 0…1."""
    sign = rng.choice([-1, 1]) if 0.2 < grey < 0.8 else (-1 if grey >= 0.8 else 1)
    return float(np.clip(grey + sign * contrast, 0.05, 1.0))


def arc(start: tuple[float, float], end: tuple[float, float], height: float) -> np.ndarray:
    """Eleven points (11, 2) of a bow from `start` to `end`, that far above the middle of the straight line."""
    t = np.linspace(0, 1, 11)[:, np.newaxis]
    bow = np.concatenate([np.zeros_like(t), -4 * height * t * (1 - t)], axis=1)
    return (1 - t) * start + t * end + bow


def _pixels(points: Points) -> list[tuple[float, float]]:
    return [((float(x) + 1) * _CANVAS / 2, (float(y) + 1) * _CANVAS / 2) for x, y in points]


def _rounded(points: Points) -> np.ndarray:
    """Chaikin's corner cutting, twice: each corner is replaced by two, a quarter of the way along its sides."""
    corners = np.asarray(points, dtype=np.float64)
    for _ in range(2):
        following = np.roll(corners, -1, axis=0)
        corners = np.stack([0.75 * corners + 0.25 * following, 0.25 * corners + 0.75 * following], 1).reshape(-1, 2)
    return corners


def _woven(grey: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Plain cloth, stripes, checks or soft folds over what was drawn, and light from one side: float (112, 112)."""
    x = np.arange(_CANVAS)[np.newaxis] / _CANVAS
    y = x.T
    kind, strength = rng.integers(0, 7), rng.uniform(0.05, 0.35)
    wave, phase = rng.uniform(4, 14) * 2 * np.pi, rng.uniform(0, 2 * np.pi)
    pattern = np.ones_like(grey)
    if kind == 1:
        pattern = 1 - strength * (np.sin(wave * y + phase) > 0)
    elif kind == 2:
        pattern = 1 - strength * (np.sin(wave * x + phase) > 0)
    elif kind == 3:
        pattern = 1 - strength * ((np.sin(wave * x + phase) > 0) ^ (np.sin(wave * y) > 0))
    elif kind >= 4:
        patches = Image.fromarray(rng.random((7, 7)).astype(np.float32))
        pattern = 1 - strength * np.asarray(patches.resize((_CANVAS, _CANVAS), Image.Resampling.BICUBIC))
    light = 1 + rng.uniform(-0.25, 0.25) * (x - 0.5) + rng.uniform(-0.25, 0.25) * (y - 0.5)
    return np.clip(grey * pattern * light, 0, 1)


def _posed(image: Image.Image, rng: np.random.Generator, mirrored: bool) -> Image.Image:
    """The garment turned, stretched, sheared and shifted a little, as clothes lie on a table."""
    turn, shear = rng.normal(0, 0.07), rng.normal(0, 0.05)
    wide, high = rng.uniform(0.95, 1.25), rng.uniform(0.95, 1.2)  # above 1: smaller in the picture
    flip = -1 if mirrored and rng.random() < 0.5 else 1
    matrix = np.array([[np.cos(turn), np.sin(turn) + shear], [-np.sin(turn), np.cos(turn)]]) * [[wide * flip], [high]]
    centre = np.full(2, _CANVAS / 2)
    offset = centre - matrix @ (centre + rng.normal(0, _OVER, 2))
    affine = (*matrix[0], offset[0], *matrix[1], offset[1])
    return image.transform((_CANVAS, _CANVAS), Image.Transform.AFFINE, affine, Image.Resampling.BILINEAR)


def _hide_a_part(image: Image.Image, rng: np.random.Generator) -> None:
    """A dark strap, hanger or shadow across the picture at any angle, in place."""
    angle, width = rng.uniform(0, np.pi), rng.uniform(0.1, 0.3)
    along, across = np.array([np.cos(angle), np.sin(angle)]) * 2, np.array([-np.sin(angle), np.cos(angle)]) * width / 2
    middle = rng.uniform(-0.45, 0.45, 2)
    corners = [middle - along - across, middle + along - across, middle + along + across, middle - along + across]
    ImageDraw.Draw(image).polygon(_pixels(corners), fill=0)
