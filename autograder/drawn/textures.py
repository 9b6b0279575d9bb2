"""Surfaces for the pre-training task: they fill the picture, at any size and turn, in any two colours."""

from __future__ import annotations

import numpy as np

from autograder.drawn.scene import Brush, any_colour, around, blob

REACH = 1.2  # patterns go on past the edge of the unit disc


def _two_colours(brush: Brush) -> tuple[np.ndarray, np.ndarray]:
    """Two colours that can be told apart."""
    first = any_colour(brush.rng)
    second = any_colour(brush.rng)
    while np.abs(first - second).sum() < 120:
        second = any_colour(brush.rng)
    return first, second


def _cells(step: float) -> np.ndarray:
    """Centres (n, 2) of a square lattice over the patch."""
    side = np.arange(-REACH, REACH, step)
    return np.stack(np.meshgrid(side, side), -1).reshape(-1, 2)


def _patch(brush: Brush, colour: np.ndarray) -> None:
    brush.fill(np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * REACH, colour)


def checks(brush: Brush) -> None:
    first, second = _two_colours(brush)
    step = brush.rng.uniform(0.16, 0.4)
    _patch(brush, first)
    cells = _cells(step)
    dark = cells[np.round((cells + REACH) / step).sum(1) % 2 == 0]
    square = np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * step
    brush.fill_each(dark[:, None] + square, np.tile(second, (len(dark), 1)))


def stripes(brush: Brush) -> None:
    first, second = _two_colours(brush)
    step = brush.rng.uniform(0.1, 0.35)
    _patch(brush, first)
    for x in np.arange(-REACH, REACH, step):
        brush.stroke(np.array([(x, -REACH), (x, REACH)]), second, step * brush.rng.uniform(0.3, 0.6))


def waves(brush: Brush) -> None:
    first, second = _two_colours(brush)
    step, pitch = brush.rng.uniform(0.14, 0.35), brush.rng.uniform(6, 18)
    x = np.linspace(-REACH, REACH, 50)
    bump = step * 0.45 * np.sin(pitch * x)
    _patch(brush, first)
    for y in np.arange(-REACH, REACH, step):
        brush.stroke(np.stack([x, y + bump], -1), second, step * 0.35)


def polka(brush: Brush) -> None:
    first, second = _two_colours(brush)
    step = brush.rng.uniform(0.2, 0.45)
    cells = _cells(step)
    cells = cells + np.where(np.round((cells[:, 1:] + REACH) / step) % 2, step / 2, 0) * (1, 0)
    _patch(brush, first)
    brush.dots(cells, step * brush.rng.uniform(0.2, 0.36), np.tile(second, (len(cells), 1)))


def bricks(brush: Brush) -> None:
    mortar, colour = _two_colours(brush)
    height = brush.rng.uniform(0.14, 0.3)
    width = height * brush.rng.uniform(1.7, 2.8)
    _patch(brush, mortar)
    block = np.array([(0.05, 0.08), (0.95, 0.08), (0.95, 0.92), (0.05, 0.92)]) * (width, height)
    along = np.arange(-REACH, REACH, width)
    for row, y in enumerate(np.arange(-REACH, REACH, height)):
        feet = np.stack([along + row % 2 * width / 2, np.full(len(along), y)], -1)
        brush.fill_each(feet[:, None] + block, colour * brush.rng.uniform(0.75, 1.2, (len(feet), 1)))


def weave(brush: Brush) -> None:
    first, second = _two_colours(brush)
    step = brush.rng.uniform(0.2, 0.4)
    _patch(brush, first * 0.4)
    cells = _cells(step)
    over = np.round((cells + REACH) / step).sum(1) % 2 == 0
    flat = np.array([(-0.5, -0.32), (0.5, -0.32), (0.5, 0.32), (-0.5, 0.32)]) * step
    brush.fill_each(cells[over][:, None] + flat, np.tile(first, (over.sum(), 1)))
    brush.fill_each(cells[~over][:, None] + flat[:, ::-1], np.tile(second, ((~over).sum(), 1)))


def honeycomb(brush: Brush) -> None:
    wall, colour = _two_colours(brush)
    step = brush.rng.uniform(0.2, 0.4)
    _patch(brush, wall)
    side = np.arange(-REACH / step, REACH / step)
    grid = np.stack(np.meshgrid(side, side), -1).reshape(-1, 2)
    cells = np.stack([grid[:, 0] + (np.round(grid[:, 1] - side[0]) % 2) / 2, grid[:, 1] * 0.866], -1) * step
    hexagon = around(np.arange(6) * np.pi / 3 + np.pi / 6, step * 0.5)
    brush.fill_each(cells[:, None] + hexagon, colour * brush.rng.uniform(0.8, 1.15, (len(cells), 1)))


def scales(brush: Brush) -> None:
    """Fish scales or roof tiles: rows of half discs, each over the row above."""
    edge, colour = _two_colours(brush)
    step = brush.rng.uniform(0.22, 0.45)
    _patch(brush, edge)
    half = around(np.linspace(0, np.pi, 9), step * 0.52)
    side = np.arange(-REACH, REACH, step)
    for row, y in enumerate(np.arange(REACH, -REACH, -step * 0.5)):
        feet = np.stack([side + row % 2 * step / 2, np.full(len(side), y)], -1)[:, None]
        brush.fill_each(feet + half, np.tile(edge, (len(side), 1)))
        brush.fill_each(feet + half * 0.84, colour * brush.rng.uniform(0.85, 1.1, (len(side), 1)))


def ripples(brush: Brush) -> None:
    """Rings about a point anywhere, also outside."""
    first, second = _two_colours(brush)
    _patch(brush, first)
    centre, circle = brush.rng.uniform(-0.9, 0.9, 2), np.linspace(0, 2 * np.pi, 48)
    step = brush.rng.uniform(0.12, 0.3)
    for radius in np.arange(step, 2.4, step):
        brush.stroke(around(circle, radius) + centre, second, step * 0.4)


def rays(brush: Brush) -> None:
    """Straight rays from a point to past the edges: the abstract radial pattern."""
    first, second = _two_colours(brush)
    _patch(brush, first)
    count = int(brush.rng.integers(8, 40))
    angles = np.arange(count) * 2 * np.pi / count
    wedge = np.stack([np.zeros(2), *around(np.array((-0.5, 0.5)) * np.pi / count, 3.0)])
    cos, sin = np.cos(angles), np.sin(angles)
    turns = np.stack([np.stack([cos, sin], -1), np.stack([-sin, cos], -1)], 1)  # (n, 2, 2)
    brush.fill_each(wedge @ turns + brush.rng.uniform(-0.7, 0.7, 2), np.tile(second, (count, 1)))


def speckles(brush: Brush) -> None:
    """Granite: many uneven grains of several sizes."""
    first, second = _two_colours(brush)
    _patch(brush, first)
    for size in (0.13, 0.07, 0.04):
        count = int(brush.rng.integers(30, 60))
        grain = blob(brush.rng, size, 0.4, 8)
        colours = second * brush.rng.uniform(0.6, 1.3, (count, 1))
        brush.fill_each(brush.rng.uniform(-REACH, REACH, (count, 1, 2)) + grain, colours)


def mosaic(brush: Brush) -> None:
    """Triangles of many shades, without gaps."""
    first, second = _two_colours(brush)
    step = brush.rng.uniform(0.25, 0.45)
    cells = _cells(step)
    corners = np.array([[(0, 0), (1, 0), (0, 1)], [(1, 0), (1, 1), (0, 1)]]) * step
    triangles = (cells[:, None, None] + corners).reshape(-1, 3, 2)
    mix = brush.rng.random((len(triangles), 1))
    brush.fill_each(triangles, first * mix + second * (1 - mix))
