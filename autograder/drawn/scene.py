"""Pose, brush and colours: what every drawing is made with. No subject is known here.

A scene is painted at twice its final size and reduced, so edges come out smooth. Everything random comes from the
generator that is handed in: the same seed paints the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

IMAGE_SIZE = 96  # pixels a side of a finished picture
CANVAS_SIZE = 2 * IMAGE_SIZE

# Colours that petals, fruit, vehicles and cloth may all have: none belongs to a class.
PAINTS = np.array(
    [
        (244, 241, 232),
        (250, 226, 150),
        (246, 205, 40),
        (240, 150, 40),
        (236, 96, 60),
        (204, 34, 44),
        (240, 130, 150),
        (214, 60, 130),
        (160, 80, 180),
        (120, 110, 205),
        (90, 150, 215),
        (250, 180, 160),
    ],
    dtype=np.float64,
)
GREENS = np.array([(60, 110, 40), (90, 140, 60), (40, 80, 45), (120, 150, 70), (70, 100, 80)], dtype=np.float64)
EARTHS = np.array([(110, 80, 50), (70, 50, 35), (150, 120, 80), (60, 60, 60), (140, 140, 140)], dtype=np.float64)


@dataclass(frozen=True)
class Pose:
    """Where a subject stands: an affine map from its own unit disc to pixels of the canvas."""

    matrix: np.ndarray  # (2, 2), pixels per unit
    centre: np.ndarray  # (2,), pixels

    def place(self, points: np.ndarray) -> np.ndarray:
        """Unit coordinates (..., 2), y downwards, to pixels of the canvas (..., 2)."""
        return points @ self.matrix.T + self.centre

    @property
    def pixels_per_unit(self) -> float:
        return float(np.sqrt(abs(np.linalg.det(self.matrix))))

    def moved(self, offset: tuple[float, float], scale: float = 1.0) -> Pose:
        """The same view of something `scale` times as large, `offset` units away."""
        return Pose(self.matrix * scale, self.place(np.array(offset)))


def random_pose(rng: np.random.Generator, radius: tuple[float, float], turn: float, tilt: float) -> Pose:
    """A pose of random place, size and view.

    `radius` is a range in fractions of half the canvas, `turn` the largest rotation in radians, and `tilt` the
    largest foreshortening: 0 is face on, 0.6 leaves 40 % of the width in some direction.
    """
    scale = rng.uniform(*radius) * CANVAS_SIZE / 2
    squash = np.diag([1.0, 1.0 - rng.uniform(0, tilt)])
    lean = rotation(rng.uniform(-np.pi, np.pi))
    matrix = scale * (lean @ squash @ lean.T) @ rotation(rng.uniform(-turn, turn))
    room = max(0.12, 1 - scale / (CANVAS_SIZE / 2))
    centre = CANVAS_SIZE / 2 * (1 + rng.uniform(-room, room, 2) * 0.8)
    return Pose(matrix, centre)


def rotation(angle: float) -> np.ndarray:
    """The (2, 2) matrix that turns by `angle` radians."""
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def around(angles: np.ndarray, radius: float | np.ndarray = 1.0) -> np.ndarray:
    """Points (n, 2) on a circle at `angles` in radians."""
    return np.stack([np.cos(angles), np.sin(angles)], axis=-1) * np.asarray(radius)[..., None]


def turned(outline: np.ndarray, angles: np.ndarray) -> np.ndarray:
    """Copies of an outline (m, 2), one for each angle: (n, m, 2)."""
    cos, sin = np.cos(angles)[:, None], np.sin(angles)[:, None]
    x, y = outline[..., 0], outline[..., 1]
    return np.stack([x * cos - y * sin, x * sin + y * cos], axis=-1)


@dataclass(frozen=True)
class Brush:
    """Paints one subject on a canvas through its pose. Colours are float triples, 0 to 255."""

    canvas: Image.Image
    pose: Pose
    rng: np.random.Generator
    light: float  # the direction light comes from, radians

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.canvas)

    def at(self, offset: tuple[float, float], scale: float = 1.0) -> Brush:
        return Brush(self.canvas, self.pose.moved(offset, scale), self.rng, self.light)

    def fill(self, outline: np.ndarray, colour: np.ndarray) -> None:
        """A polygon (m, 2) of the subject's unit coordinates, filled."""
        self.draw.polygon(self.pose.place(outline).ravel().tolist(), fill=as_ink(colour))

    def fill_each(self, outlines: np.ndarray, colours: np.ndarray) -> None:
        """Polygons (n, m, 2) filled in turn, each with its own of the colours (n, 3)."""
        draw = self.draw
        flat = self.pose.place(outlines).reshape(len(outlines), -1).tolist()
        for points, ink in zip(flat, as_inks(colours), strict=True):
            draw.polygon(points, fill=ink)

    def stroke(self, points: np.ndarray, colour: np.ndarray, width: float) -> None:
        """A line through points (m, 2), `width` units wide, never thinner than a pixel of the canvas."""
        pixels = max(1, round(width * self.pose.pixels_per_unit))
        self.draw.line(self.pose.place(points).ravel().tolist(), fill=as_ink(colour), width=pixels, joint="curve")

    def dots(self, points: np.ndarray, radius: float, colours: np.ndarray) -> None:
        """Discs at points (n, 2), each in its own of the colours (n, 3)."""
        self.fill_each(points[:, None] + around(np.linspace(0, 2 * np.pi, 8)[:-1], radius), colours)

    def disc(self, radius: float, colour: np.ndarray, wobble: float = 0.0) -> None:
        """A disc about the subject's centre; `wobble` makes its edge uneven."""
        self.fill(blob(self.rng, radius, wobble), colour)

    def lit(self, colour: np.ndarray, angles: np.ndarray, depth: float = 0.15) -> np.ndarray:
        """The colour (3,) as seen on parts that face `angles` (n,): brighter towards the light. (n, 3)."""
        shade = 1 + depth * np.cos(angles - self.light) + self.rng.normal(0, 0.05, len(angles))
        return colour * shade[:, None]


def blob(rng: np.random.Generator, radius: float, wobble: float = 0.1, points: int = 24) -> np.ndarray:
    """A round outline (points, 2) with an uneven edge."""
    angles = np.linspace(0, 2 * np.pi, points, endpoint=False)
    edge = radius * np.ones(points)
    for wave in (2, 3, 5):
        edge += radius * wobble / wave * rng.normal() * np.cos(wave * angles + rng.uniform(0, 2 * np.pi))
    return around(angles, edge)


def leaf_outline(length: float, width: float, bend: float = 0.0, tip: float = 0.8) -> np.ndarray:
    """A leaf or petal from the origin along x: (17, 2). A small `tip` is blunt, 1 and more is pointed."""
    t = np.linspace(0, 1, 9)
    half = t**0.7 * (1 - t) ** tip
    half = width / 2 * half / half.max()
    arch = bend * length * t**2
    upper, lower = np.stack([t * length, arch - half], -1), np.stack([t * length, arch + half], -1)
    return np.concatenate([upper, lower[-2::-1]])


def as_ink(colour: np.ndarray) -> tuple[int, int, int]:
    return tuple(np.clip(colour, 0, 255).astype(int).tolist())


def as_inks(colours: np.ndarray) -> list[tuple[int, int, int]]:
    return list(map(tuple, np.clip(colours, 0, 255).astype(int).tolist()))


def pick(rng: np.random.Generator, palette: np.ndarray, spread: float = 18.0) -> np.ndarray:
    """One colour (3,) near a random entry of the palette (n, 3)."""
    return palette[rng.integers(len(palette))] + rng.normal(0, spread, 3)


def any_colour(rng: np.random.Generator) -> np.ndarray:
    return pick(rng, (PAINTS, GREENS, EARTHS)[rng.choice(3, p=(0.6, 0.15, 0.25))], 25)
