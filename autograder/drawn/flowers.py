"""Five drawn flower classes, named as in TensorFlow's `flower_photos`.

What tells them apart is shape: how many petals, how wide, how pointed, how large the disc, ring or cup. Petal, disc and
background colours come from palettes that all classes share; the view, number, size and place of the heads, the
light and what hides them vary alike for all.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from autograder.drawn.camera import decode, photograph
from autograder.drawn.scene import (
    GREENS,
    PAINTS,
    Brush,
    Pose,
    around,
    blob,
    leaf_outline,
    pick,
    random_pose,
    turned,
)

FLOWER_CLASSES = ("daisy", "dandelion", "rose", "sunflower", "tulip")
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
DISC_COLOURS = np.array([(235, 185, 40), (120, 75, 30), (60, 40, 25), (150, 150, 50), (200, 120, 40)], dtype=float)


def draw_flower_photos(count: int, seed: int) -> tuple[list[bytes], np.ndarray]:
    """`count` flower photos as JPEG bytes, 96x96 RGB, and their labels: int64 of shape (count,), 0 to 4.

    Classes are balanced (to one photo, when `count` is no multiple of 5) and in random order. A photo depends on `seed`
    and its place alone, so the first photos of a longer draw are those of a shorter one only if labels agree.
    """
    labels = np.arange(count) % len(FLOWER_CLASSES)
    np.random.default_rng((seed, count)).shuffle(labels)
    photos = [draw_flower(label, np.random.default_rng((seed, 1, place))) for place, label in enumerate(labels)]
    return photos, labels


def draw_flowers(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """`count` flower photos, uint8 of shape (count, 96, 96, 3), and labels, int64 of shape (count,), 0 to 4."""
    photos, labels = draw_flower_photos(count, seed)
    return decode(photos), labels


def draw_flower(label: int, rng: np.random.Generator) -> bytes:
    """One photo of the class `FLOWER_CLASSES[label]` as JPEG bytes."""
    head = (_daisy, _dandelion, _rose, _sunflower, _tulip)[label]
    petals, disc = pick(rng, PAINTS), pick(rng, DISC_COLOURS)

    def plant(canvas: Image.Image, rng: np.random.Generator, light: float) -> None:
        heads = int(rng.choice((1, 2, 3), p=(0.85, 0.1, 0.05)))
        size = (0.85, 1.15) if heads == 1 else (0.5, 0.7)
        for _ in range(heads):
            pose = random_pose(rng, size, turn=np.pi / 8, tilt=0.4)
            brush = Brush(canvas, pose, rng, light)
            _stem(brush)
            head(brush, petals + rng.normal(0, 8, 3), disc)

    return photograph(rng, plant)


def _stem(brush: Brush) -> None:
    """A stem to below, straight or bent, thin or thick, with or without leaves: whatever the class."""
    rng = brush.rng
    if rng.random() < 0.25:
        return
    green = pick(rng, GREENS)
    foot = np.array((rng.normal(0, 0.5), 3.0))
    t = np.linspace(0, 1, 7)[:, None]
    path = t * foot + t * (1 - t) * np.array((rng.normal(0, 1.0), 0))
    brush.stroke(path, green, rng.uniform(0.05, 0.16))
    for _ in range(rng.integers(0, 4)):
        joint = path[rng.integers(2, 5)]
        leaf = leaf_outline(rng.uniform(0.6, 1.6), rng.uniform(0.15, 0.5), rng.normal(0, 0.2), rng.uniform(0.7, 1.2))
        angle = -np.pi / 2 + rng.choice((-1, 1)) * rng.uniform(0.2, 1.3)
        brush.fill(turned(leaf, np.array([angle]))[0] + joint, green * rng.uniform(0.7, 1.3))


def _ring(brush: Brush, outline: np.ndarray, count: int, colour: np.ndarray, loose: float = 0.25) -> None:
    """`count` petals about the centre, unevenly spaced, each with a darker line along it."""
    rng = brush.rng
    step = 2 * np.pi / count
    angles = np.arange(count) * step + rng.normal(0, loose * step, count) + rng.uniform(0, step)
    rng.shuffle(angles)  # which petal lies over its neighbour
    lengths = rng.uniform(0.88, 1.06, (count, 1, 1))
    petals = turned(outline, angles) * lengths
    colours = brush.lit(colour, angles)
    creases = turned(outline * (0.9, 0.22), angles) * lengths
    both = np.stack([petals, creases], axis=1).reshape(-1, *outline.shape)
    inks = np.stack([colours, colours * rng.uniform(0.78, 0.95)], axis=1).reshape(-1, 3)
    brush.fill_each(both, inks)


def _seeds(brush: Brush, radius: float, colour: np.ndarray, count: int, size: float) -> None:
    """A disc of seeds on sunflower spirals: the n-th at n golden angles and sqrt(n) of the radius (H. Vogel, 1979)."""
    brush.disc(radius, colour * 0.75, 0.06)
    n = np.arange(1, count)
    points = around(n * GOLDEN_ANGLE, radius * 0.96 * np.sqrt(n / count))
    tone = brush.rng.uniform(0.7, 1.35, (len(n), 1)) * brush.lit(colour, n * GOLDEN_ANGLE, 0.25)
    brush.dots(points, size, tone)


def _daisy(brush: Brush, petals: np.ndarray, disc: np.ndarray) -> None:
    """Ten to twenty-four long narrow petals with round tips in one ring about a small domed disc."""
    rng = brush.rng
    count = int(rng.integers(10, 25))
    width = 2 * np.pi / count * rng.uniform(0.5, 0.9)
    _ring(brush, leaf_outline(1, min(width, 0.36), rng.normal(0, 0.04), rng.uniform(0.18, 0.38)), count, petals)
    radius = rng.uniform(0.2, 0.34)
    _seeds(brush, radius, disc, 30, radius * 0.13)


def _sunflower(brush: Brush, petals: np.ndarray, disc: np.ndarray) -> None:
    """Two rings of short pointed petals about a wide disc of seeds."""
    rng = brush.rng
    count = int(rng.integers(13, 26))
    outline = leaf_outline(1, 2 * np.pi / count * rng.uniform(0.7, 1.05), rng.normal(0, 0.04), rng.uniform(0.8, 1.15))
    _ring(brush, outline, count, petals * 0.85)
    _ring(brush, outline * 0.94, count, petals)
    radius = rng.uniform(0.42, 0.6)
    _seeds(brush, radius, disc, int(rng.integers(60, 110)), rng.uniform(0.03, 0.045))
    if rng.random() < 0.5:
        brush.disc(radius * rng.uniform(0.35, 0.55), disc * rng.uniform(0.6, 1.2), 0.1)


def _dandelion(brush: Brush, petals: np.ndarray, disc: np.ndarray) -> None:
    """A head of very many fine straps that reach its centre, or, after it, a ball of fine hairs."""
    if brush.rng.random() < 0.3:
        _seed_head(brush, petals, disc)
        return
    rng = brush.rng
    for scale in (1.0, 0.8, 0.58, 0.36):
        count = int(rng.integers(26, 44) * (0.5 + scale / 2))
        strap = leaf_outline(scale, rng.uniform(0.06, 0.1), rng.normal(0, 0.05), rng.uniform(0.1, 0.25))
        tone = petals * (1.1 - 0.25 * scale)
        angles = rng.uniform(0, 2 * np.pi, count)
        straps = turned(strap, angles) * rng.uniform(0.8, 1.05, (count, 1, 1))
        brush.fill_each(straps, brush.lit(tone, angles, 0.2) * rng.uniform(0.75, 1.15, (count, 1)))


def _seed_head(brush: Brush, petals: np.ndarray, disc: np.ndarray) -> None:
    rng = brush.rng
    tone = 0.6 * petals + 0.4 * 235
    count = int(rng.integers(50, 90))
    angles, reach = rng.uniform(0, 2 * np.pi, count), np.sqrt(rng.uniform(0.25, 1, count))
    colours = brush.lit(tone, angles, 0.2)
    for tip, angle, colour in zip(around(angles, reach * 0.85), angles, colours, strict=True):
        brush.stroke(np.stack([tip * 0.1, tip]), colour * 0.85, 0.006)
        hairs = tip + around(angle + np.linspace(-1.3, 1.3, 5), 0.17)
        brush.stroke(np.stack([hairs, np.broadcast_to(tip, hairs.shape)], 1).reshape(-1, 2), colour, 0.006)
    brush.disc(rng.uniform(0.08, 0.15), disc * 0.6)


def _rose(brush: Brush, petals: np.ndarray, disc: np.ndarray) -> None:
    """Wide petals that overlap in a spiral, smaller towards the middle; no disc."""
    rng = brush.rng
    if rng.random() < 0.3:
        brush = _rose_sepals(brush)
    turn, radius = rng.uniform(0, 2 * np.pi), 1.0
    while radius > 0.12:
        lobe = blob(rng, radius * rng.uniform(0.5, 0.62), 0.12)
        place = around(np.array([turn]), radius * 0.46)[0]
        tone = brush.lit(petals, np.array([turn]), 0.2)[0]
        rim = rng.uniform(1.05, 1.25) if radius > 0.3 else 1.0
        brush.fill(lobe + place, tone * rim)
        brush.fill(lobe * 0.9 + place * 0.86, tone * (0.62 + 0.28 * radius))
        turn += GOLDEN_ANGLE
        radius *= rng.uniform(0.86, 0.93)
    spiral = np.linspace(0, 4 * np.pi, 30)
    brush.stroke(around(spiral + turn, 0.02 + 0.012 * spiral), petals * 0.5, 0.02)


def _rose_sepals(brush: Brush) -> Brush:
    """The green behind a rose seen a little from the side, and the brush for the rest of it."""
    green = pick(brush.rng, GREENS)
    angles = np.pi / 2 + np.linspace(-1.1, 1.1, 5)
    brush.fill_each(turned(leaf_outline(1.25, 0.35, 0, 1.0), angles), brush.lit(green, angles))
    matrix = brush.pose.matrix @ np.diag([1.0, 0.8])
    return Brush(brush.canvas, Pose(matrix, brush.pose.place(np.array((0, -0.1)))), brush.rng, brush.light)


def _tulip(brush: Brush, petals: np.ndarray, disc: np.ndarray) -> None:
    """A cup of a few broad upright petals, seen from the side."""
    rng = brush.rng
    brush = brush.at((0, 0.75), rng.uniform(0.9, 1.1))
    opening = rng.uniform(0.15, 0.6)
    outline = leaf_outline(rng.uniform(1.5, 1.8), rng.uniform(0.75, 1.0), 0, rng.uniform(0.45, 0.8))
    up = -np.pi / 2
    layers = ((np.array([up - opening * 0.5, up + opening * 0.5]), 0.97, 0.72),)
    layers += ((np.array([up - opening, up + opening]), 0.98, 0.9),)
    layers += ((np.array([up + rng.normal(0, 0.12)]), rng.uniform(0.8, 0.95), 1.05),)
    for angles, length, tone in layers:
        colours = brush.lit(petals * tone, angles, 0.2)
        brush.fill_each(turned(outline * length, angles), colours)
        brush.fill_each(turned(outline * length * (0.92, 0.3), angles), colours * rng.uniform(0.85, 1.12))
    if rng.random() < 0.6:
        leaf = leaf_outline(rng.uniform(1.4, 2.2), rng.uniform(0.25, 0.45), rng.normal(0, 0.15), 1.0)
        side = rng.choice((-1, 1))
        brush.fill(turned(leaf, np.array([up + side * rng.uniform(0.3, 0.7)]))[0] + (0, 1.0), pick(rng, GREENS))
