"""Objects with a top and a bottom, for the pre-training task: fruit, animals, vehicles, household things."""

from __future__ import annotations

import numpy as np

from autograder.drawn.scene import EARTHS, GREENS, Brush, any_colour, around, blob, leaf_outline, pick, turned

UP = -np.pi / 2


def _box(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)])


def leaf(brush: Brush) -> None:
    """One broad leaf with side veins."""
    rng, colour = brush.rng, any_colour(brush.rng)
    outline = leaf_outline(2, rng.uniform(0.8, 1.5), rng.normal(0, 0.08), rng.uniform(0.6, 1.0)) - (1, 0)
    brush.fill(outline, colour)
    brush.stroke(np.array([(-1.3, 0.0), (0.9, 0)]), colour * 0.6, 0.05)
    for x in np.arange(-0.7, 0.6, rng.uniform(0.18, 0.35)):
        brush.stroke(np.array([(x + 0.25, -0.35), (x, 0), (x + 0.25, 0.35)]), colour * 0.7, 0.03)


def fern(brush: Brush) -> None:
    """A frond or feather: many narrow leaflets on both sides of a rib."""
    rng, colour, count = brush.rng, any_colour(brush.rng), int(brush.rng.integers(9, 18))
    along = np.linspace(-0.9, 0.85, count)
    lengths = 0.75 * np.sqrt(np.clip(1 - along**2, 0.02, 1))
    for side in (-1, 1):
        angles = np.full(count, side * rng.uniform(0.8, 1.3))
        leaflets = turned(leaf_outline(1, 0.2, 0, 0.8), angles) * lengths[:, None, None]
        feet = np.stack([along, np.zeros(count)], -1)[:, None]
        brush.fill_each(leaflets + feet, brush.lit(colour, angles))
    brush.stroke(np.array([(-1.2, 0.0), (0.95, 0)]), colour * 0.6, 0.05)


def mushroom(brush: Brush) -> None:
    rng, cap = brush.rng, any_colour(brush.rng)
    foot = any_colour(rng) * 0.3 + 150
    brush.fill(np.array([(-0.18, -0.2), (0.18, -0.2), (0.28, 1), (-0.28, 1)]), foot)
    angles = np.linspace(np.pi, 2 * np.pi, 16)
    dome = around(angles) * (1, rng.uniform(0.7, 1.1))
    brush.fill(dome, cap)
    brush.dots(dome[3:-3:3] * 0.65, rng.uniform(0.05, 0.12), np.tile(cap * 0.4 + 140, (len(dome[3:-3:3]), 1)))


def apple(brush: Brush) -> None:
    """A round fruit with a dent, a stalk, and a highlight."""
    rng, colour = brush.rng, any_colour(brush.rng)
    angles = np.linspace(0, 2 * np.pi, 32)
    dent = rng.uniform(0.2, 0.4) * np.exp(-(((angles - 1.5 * np.pi) / 0.35) ** 2))
    brush.fill(around(angles, 0.95 - dent), colour)
    brush.fill(blob(rng, 0.3) + around(np.array([brush.light]), 0.35)[0], colour * 0.6 + 80)
    brush.stroke(np.array([(0, -0.55), (0.1, -1.05)]), pick(rng, EARTHS) * 0.7, 0.08)
    brush.fill(turned(leaf_outline(0.6, 0.3), np.array([-0.5]))[0] + (0.05, -0.75), pick(rng, GREENS))


def cup(brush: Brush) -> None:
    """A mug: straight sides, an oval mouth, a handle."""
    rng, colour = brush.rng, any_colour(brush.rng)
    foot = rng.uniform(0.45, 0.7)
    handle = around(np.linspace(-1.3, 1.3, 12), 0.4) + (0.65, 0.1)
    brush.stroke(handle, colour * 0.9, 0.13)
    brush.fill(np.array([(-0.75, -0.7), (0.75, -0.7), (foot, 0.9), (-foot, 0.9)]), colour)
    brush.fill(_box(-0.68, 0.0, 0.68, 0.25), any_colour(rng))
    brush.fill(around(np.linspace(0, 2 * np.pi, 20)) * (0.75, 0.25) - (0, 0.7), colour * 0.55)


def goblet(brush: Brush) -> None:
    """A bowl on a thin stem with a foot."""
    rng, colour = brush.rng, any_colour(brush.rng)
    angles = np.linspace(0, np.pi, 14)
    bowl = around(angles) * (rng.uniform(0.5, 0.75), rng.uniform(0.7, 1.0)) - (0, 0.9)
    brush.stroke(np.array([(0.0, -0.2), (0, 0.9)]), colour * 0.8, 0.1)
    brush.fill(bowl, colour)
    brush.fill(around(np.linspace(0, 2 * np.pi, 16)) * (0.5, 0.12) + (0, 0.92), colour * 0.85)


def bell(brush: Brush) -> None:
    rng, colour = brush.rng, any_colour(brush.rng)
    y = np.linspace(-0.9, 0.75, 12)
    half = 0.25 + 0.6 * ((y + 0.9) / 1.65) ** rng.uniform(1.5, 3)
    outline = np.concatenate([np.stack([half, y], -1), np.stack([-half, y], -1)[::-1]])
    brush.disc(0.14, colour * 0.6)
    brush.at((0, 0.85)).disc(0.16, colour * 0.5)
    brush.fill(outline, colour)
    brush.stroke(np.array([(-0.75, 0.5), (0.75, 0.5)]), colour * 0.7, 0.07)


def crown(brush: Brush) -> None:
    rng, colour, points = brush.rng, any_colour(brush.rng), int(brush.rng.integers(3, 7))
    x = np.linspace(-0.9, 0.9, 2 * points - 1)
    y = np.where(np.arange(2 * points - 1) % 2, rng.uniform(-0.1, 0.2), -0.75)
    brush.fill(np.concatenate([np.stack([x, y], -1), [(0.8, 0.75), (-0.8, 0.75)]]), colour)
    brush.fill(_box(-0.82, 0.45, 0.82, 0.75), colour * 0.7)
    brush.dots(np.stack([x, y], -1)[::2], 0.12, np.tile(any_colour(rng), (points, 1)))


def conifer(brush: Brush) -> None:
    rng, colour = brush.rng, any_colour(brush.rng)
    brush.fill(_box(-0.1, 0.6, 0.1, 1.1), pick(rng, EARTHS))
    tiers = int(rng.integers(3, 6))
    for tier, y in enumerate(np.linspace(0.7, -0.45, tiers)):
        half = 0.75 * (1 - 0.6 * tier / tiers)
        brush.fill(np.array([(-half, y), (half, y), (0, y - 0.75)]), colour * (0.8 + 0.1 * tier))


def fish(brush: Brush) -> None:
    rng, colour = brush.rng, any_colour(brush.rng)
    brush.fill(np.array([(0.5, 0), (1.1, -0.5), (1.0, 0), (1.1, 0.5)]), colour * 0.8)
    brush.fill(np.array([(-0.2, -0.3), (0.3, -0.75), (0.4, -0.2)]), colour * 0.7)
    brush.fill(around(np.linspace(0, 2 * np.pi, 24)) * (0.85, rng.uniform(0.38, 0.6)) - (0.1, 0), colour)
    brush.stroke(around(np.linspace(-0.9, 0.9, 8), 0.4) - (0.8, 0), colour * 0.6, 0.05)
    brush.at((-0.6, -0.1)).disc(0.09, np.array((25.0, 25, 25)))


def butterfly(brush: Brush) -> None:
    rng, colour, spot = brush.rng, any_colour(brush.rng), any_colour(brush.rng)
    for angle, size in ((-0.6, 1.0), (0.7, 0.75)):
        wing = blob(rng, 0.45, 0.15) * (1, 0.8) + (0.55, 0)
        for mirror in (1, -1):
            placed = turned(wing * size, np.array([angle]))[0] * (mirror, 1)
            brush.fill(placed, colour)
            brush.fill((placed - placed.mean(0)) * 0.45 + placed.mean(0), spot)
    brush.fill(around(np.linspace(0, 2 * np.pi, 12)) * (0.1, 0.7), colour * 0.3)


def car(brush: Brush) -> None:
    rng, colour = brush.rng, any_colour(brush.rng)
    front, rear = rng.uniform(0.2, 0.5), -rng.uniform(0.5, 0.8)
    brush.fill(np.array([(rear, -0.1), (rear + 0.2, -0.6), (front, -0.6), (front + 0.3, -0.1)]), colour * 0.85)
    window = np.array([(rear + 0.1, -0.12), (rear + 0.25, -0.5), (front - 0.05, -0.5), (front + 0.15, -0.12)])
    brush.fill(window, colour * 0.2 + 130)
    brush.fill(_box(-1.05, -0.15, 1.05, 0.35), colour)
    for x in (-0.6, 0.6):
        wheel = brush.at((x, 0.38))
        wheel.disc(0.27, np.array((30.0, 30, 30)))
        wheel.disc(0.12, np.array((150.0, 150, 150)))


def house(brush: Brush) -> None:
    rng, wall = brush.rng, any_colour(brush.rng)
    brush.fill(_box(-0.75, -0.15, 0.75, 0.9), wall)
    brush.fill(np.array([(-0.95, -0.15), (0, -rng.uniform(0.7, 1.05)), (0.95, -0.15)]), any_colour(rng))
    brush.fill(_box(-0.15, 0.35, 0.15, 0.9), wall * 0.5)
    for x in (-0.45, 0.45):
        brush.fill(_box(x - 0.15, 0.05, x + 0.15, 0.35), wall * 0.3 + 120)


def cactus(brush: Brush) -> None:
    rng, colour = brush.rng, any_colour(brush.rng)
    brush.stroke(np.array([(0.0, 1.0), (0, -0.85)]), colour, 0.4)
    for side in (-1, 1):
        y = rng.uniform(-0.1, 0.4)
        brush.stroke(np.array([(0, y), (side * 0.6, y), (side * 0.6, y - rng.uniform(0.4, 0.7))]), colour * 0.92, 0.25)
    for x in (-0.1, 0.0, 0.1):
        brush.stroke(np.array([(x, 0.95), (x, -0.85)]), colour * 0.7, 0.02)


def key(brush: Brush) -> None:
    rng, colour = brush.rng, any_colour(brush.rng)
    brush.stroke(around(np.linspace(0, 2 * np.pi, 20), 0.32) - (0.65, 0), colour, 0.14)
    brush.stroke(np.array([(-0.3, 0.0), (1, 0)]), colour, 0.13)
    for x in rng.uniform(0.5, 1.0, int(rng.integers(2, 4))):
        brush.stroke(np.array([(x, 0.0), (x, rng.uniform(0.2, 0.4))]), colour * 0.9, 0.1)


def balloon(brush: Brush) -> None:
    """A hot-air balloon: long gores that meet above and below, and a basket."""
    rng, first, second = brush.rng, any_colour(brush.rng), any_colour(brush.rng)
    y = np.linspace(-1, 0.55, 14)
    half = 0.8 * np.sqrt(np.clip(1 - ((y + 0.25) / 0.8) ** 2, 0.02, 1))
    stripes = int(rng.integers(4, 8))
    for stripe in range(stripes):
        left, right = 2 * stripe / stripes - 1, 2 * (stripe + 1) / stripes - 1
        gore = np.concatenate([np.stack([half * left, y], -1), np.stack([half * right, y], -1)[::-1]])
        brush.fill(gore, first if stripe % 2 else second)
    brush.fill(_box(-0.15, 0.75, 0.15, 1.0), pick(rng, EARTHS))
    brush.stroke(np.array([(-0.15, 0.8), (-0.25, 0.5), (0.25, 0.5), (0.15, 0.8)]), np.array((40.0, 40, 40)), 0.03)


def broom(brush: Brush) -> None:
    """A broom: a stick and a bundle of straws that spread."""
    rng, colour = brush.rng, any_colour(brush.rng)
    brush.stroke(np.array([(0.0, -1.0), (0, 0.2)]), pick(rng, EARTHS), 0.1)
    for end in np.linspace(-0.6, 0.6, int(rng.integers(12, 24))):
        tone = colour * rng.uniform(0.7, 1.2)
        brush.stroke(np.array([(end * 0.25, 0.1), (end + rng.normal(0, 0.04), 1)]), tone, 0.06)


def bottle(brush: Brush) -> None:
    rng, colour = brush.rng, any_colour(brush.rng)
    neck, shoulder = rng.uniform(0.1, 0.2), rng.uniform(-0.4, -0.1)
    right = np.array([(neck, -1.0), (neck, shoulder - 0.2), (0.4, shoulder + 0.1), (0.4, 1.0)])
    brush.fill(np.concatenate([right, right[::-1] * (-1, 1)]), colour)
    brush.fill(_box(-0.4, 0.2, 0.4, 0.65), any_colour(rng))
    brush.stroke(np.array([(-0.25, shoulder + 0.15), (-0.25, 0.9)]), colour * 0.6 + 90, 0.05)


def cone(brush: Brush) -> None:
    """A pine cone or pineapple: an egg of overlapping scales in slanted rows."""
    rng, colour = brush.rng, any_colour(brush.rng)
    rows, width = int(rng.integers(7, 12)), rng.uniform(0.5, 0.75)
    scale = np.array([(-1, 0), (-0.7, 0.8), (0, 1.3), (0.7, 0.8), (1, 0)]) * (0.16, 1.2 / rows)
    brush.fill(around(np.linspace(0, 2 * np.pi, 24)) * (width, 0.95), colour * 0.4)
    for row, y in enumerate(np.linspace(0.8, -0.95, rows)):
        half = width * np.sqrt(1 - min(1, abs(y)) ** 2) + 0.02
        x = np.arange(-half, half, 0.26) + row % 2 * 0.13
        feet = np.stack([x, np.full(len(x), y)], -1)[:, None]
        brush.fill_each(feet + scale, np.tile(colour * 0.5, (len(x), 1)))
        brush.fill_each(feet + scale * 0.8, brush.lit(colour, np.arctan2(y, x), 0.2))
