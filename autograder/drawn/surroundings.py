"""What is behind, beside and before a subject: the same for every class of every task, so it tells nothing."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from autograder.drawn.scene import (
    CANVAS_SIZE,
    EARTHS,
    GREENS,
    PAINTS,
    Brush,
    Pose,
    any_colour,
    blob,
    leaf_outline,
    pick,
    rotation,
)


def background(rng: np.random.Generator) -> Image.Image:
    """A canvas with something on it: sky, blurred lights, leaves, grass, pebbles, boards or cloth."""
    makers = (_clouds, _lights, _foliage, _grass, _pebbles, _boards)
    canvas = makers[rng.choice(len(makers), p=(0.25, 0.2, 0.15, 0.2, 0.1, 0.1))](rng)
    if rng.random() < 0.45:  # out of focus: at a quarter of the size, a small blur is a large one
        small = canvas.reduce(4).filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 3)))
        canvas = small.resize((CANVAS_SIZE, CANVAS_SIZE), Image.Resampling.BILINEAR)
    return canvas


def clutter(canvas: Image.Image, rng: np.random.Generator, light: float) -> None:
    """A few things about the subject: leaves, stems, stones, berries, labels."""
    for _ in range(rng.integers(0, 7)):
        _thing(canvas, rng, light, rng.uniform(0.08, 0.3))


def foreground(canvas: Image.Image, rng: np.random.Generator, light: float) -> None:
    """Now and then a blade, a leaf or a twig hides a part of the subject."""
    while rng.random() < 0.35:
        brush = Brush(canvas, _anywhere(rng, rng.uniform(0.5, 1.1)), rng, light)
        outline = leaf_outline(1.4, rng.uniform(0.06, 0.35), rng.normal(0, 0.2), 0.9)
        brush.fill(outline - (0.7, 0), pick(rng, GREENS if rng.random() < 0.7 else EARTHS))


def _anywhere(rng: np.random.Generator, size: float) -> Pose:
    matrix = size * CANVAS_SIZE / 2 * rotation(rng.uniform(-np.pi, np.pi))
    return Pose(matrix, rng.uniform(0, CANVAS_SIZE, 2))


def _thing(canvas: Image.Image, rng: np.random.Generator, light: float, size: float) -> None:
    brush = Brush(canvas, _anywhere(rng, size), rng, light)
    kind = rng.integers(5)
    if kind == 0:
        brush.fill(leaf_outline(2, rng.uniform(0.4, 1), rng.normal(0, 0.2)) - (1, 0), pick(rng, GREENS))
    elif kind == 1:
        brush.stroke(np.array([(-3.0, rng.normal(0, 0.4)), (0, 0), (3, rng.normal(0, 0.4))]), pick(rng, GREENS), 0.15)
    elif kind == 2:
        brush.disc(0.8, any_colour(rng), 0.25)
    elif kind == 3:
        count = int(rng.integers(2, 7))
        brush.dots(rng.uniform(-0.9, 0.9, (count, 2)), 0.3, brush.lit(pick(rng, PAINTS), rng.uniform(-3, 3, count)))
    else:
        brush.fill(np.array([(-1, -0.4), (1, -0.4), (1, 0.4), (-1, 0.4)]), any_colour(rng))


def _field(rng: np.random.Generator, cells: int, low: np.ndarray, high: np.ndarray) -> Image.Image:
    """Smooth patches between two colours, about `cells` patches a side."""
    mix = rng.random((cells, cells, 1))
    pixels = np.clip(low + (high - low) * mix + rng.normal(0, 6, (cells, cells, 3)), 0, 255).astype(np.uint8)
    return Image.fromarray(pixels).resize((CANVAS_SIZE, CANVAS_SIZE), Image.Resampling.BICUBIC)


def _clouds(rng: np.random.Generator) -> Image.Image:
    return _field(rng, int(rng.choice((2, 3, 5, 9, 40))), any_colour(rng) * rng.uniform(0.4, 1), any_colour(rng))


def _whole(canvas: Image.Image, rng: np.random.Generator) -> Brush:
    """A brush for the whole canvas: -1 to 1 from edge to edge, turned at random."""
    half = CANVAS_SIZE / 2
    return Brush(canvas, Pose(half * 1.45 * rotation(rng.uniform(-np.pi, np.pi)), np.array([half, half])), rng, 0.0)


def _lights(rng: np.random.Generator) -> Image.Image:
    canvas = _field(rng, 3, any_colour(rng) * 0.3, any_colour(rng) * 0.7)
    brush, count = _whole(canvas, rng), int(rng.integers(6, 26))
    colours = np.stack([any_colour(rng) for _ in range(count)])
    brush.dots(rng.uniform(-1, 1, (count, 2)), rng.uniform(0.06, 0.25), colours)
    return canvas


def _foliage(rng: np.random.Generator) -> Image.Image:
    canvas = _field(rng, 4, pick(rng, GREENS) * 0.4, pick(rng, GREENS) * 0.8)
    brush, count = _whole(canvas, rng), int(rng.integers(15, 50))
    length = rng.uniform(0.25, 0.8)
    outline = leaf_outline(length, length * rng.uniform(0.2, 0.7), rng.normal(0, 0.15), rng.uniform(0.5, 1.1))
    turns = np.stack([outline @ rotation(a).T for a in rng.uniform(-np.pi, np.pi, count)])
    greens = pick(rng, GREENS) * rng.uniform(0.6, 1.3, (count, 1)) + rng.normal(0, 8, (count, 3))
    brush.fill_each(turns + rng.uniform(-1, 1, (count, 1, 2)), greens)
    return canvas


def _grass(rng: np.random.Generator) -> Image.Image:
    canvas = _field(rng, 4, pick(rng, GREENS) * 0.4, pick(rng, GREENS if rng.random() < 0.7 else EARTHS) * 0.9)
    brush, count = _whole(canvas, rng), int(rng.integers(40, 130))
    feet = rng.uniform(-1.2, 1, (count, 2))
    tips = feet + (rng.uniform(0.2, 0.7), 0) * rng.uniform(0.5, 1, (count, 1)) + rng.normal(0, 0.12, (count, 2))
    side = np.array((0, rng.uniform(0.01, 0.03)))
    greens = pick(rng, GREENS) * rng.uniform(0.6, 1.5, (count, 1))
    brush.fill_each(np.stack([feet - side, tips, feet + side], axis=1), greens)
    return canvas


def _pebbles(rng: np.random.Generator) -> Image.Image:
    canvas = _field(rng, 6, pick(rng, EARTHS) * 0.4, pick(rng, EARTHS) * 0.6)
    brush, count = _whole(canvas, rng), int(rng.integers(30, 110))
    outline = blob(rng, rng.uniform(0.06, 0.2), 0.3, 10) * (1, rng.uniform(0.6, 1))
    turns = np.stack([outline @ rotation(a).T for a in rng.uniform(-np.pi, np.pi, count)])
    base = pick(rng, EARTHS)
    brush.fill_each(turns + rng.uniform(-1, 1, (count, 1, 2)), base * rng.uniform(0.7, 1.4, (count, 1)))
    return canvas


def _boards(rng: np.random.Generator) -> Image.Image:
    base = any_colour(rng) * rng.uniform(0.5, 1)
    canvas = _field(rng, 24, base * 0.85, base * 1.1)
    brush, count = _whole(canvas, rng), int(rng.integers(3, 12))
    for x in np.linspace(-1, 1, count):
        brush.stroke(np.array([(x, -1.0), (x, 1)]), base * rng.uniform(0.4, 0.8), rng.uniform(0.01, 0.04))
    return canvas
