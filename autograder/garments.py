"""Garment sketches: ten classes drawn by code, with Fashion-MNIST's names, order, size and kind of confusion.

They stand in for Fashion-MNIST where it cannot be had. A garment is drawn four times too large, in pieces (torso,
sleeves, legs, soles), given a texture, then turned, stretched and shrunk to 28x28 as if it had been photographed.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

CLASS_NAMES = (
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
)  # fmt: skip
SIZE = 28
_OVER = 4  # how many times larger it is drawn than kept
_CANVAS = SIZE * _OVER
NOISE = 9.0  # standard deviation of the grain, in grey levels of 0…255
SHORT_SLEEVED_SHIRTS = 0.2  # share of shirts that a T-shirt's cut could hide
HIDDEN = 0.1  # share of garments that something stands in front of


class _Sketch:
    """A canvas in the garment's own coordinates: x and y from -1 to 1, y downwards. Holds grey levels of 0…1."""

    def __init__(self, rng: np.random.Generator):
        self.rng = rng
        self.image = Image.new("F", (_CANVAS, _CANVAS), 0.0)
        self._draw = ImageDraw.Draw(self.image)

    def fill(self, points, grey: float) -> None:
        self._draw.polygon([_pixel(point) for point in points], fill=float(grey))

    def ellipse(self, left: float, top: float, right: float, bottom: float, grey: float) -> None:
        self._draw.ellipse([_pixel((left, top)), _pixel((right, bottom))], fill=float(grey))

    def line(self, points, grey: float, width: float) -> None:
        pixels = [_pixel(point) for point in points]
        self._draw.line(pixels, fill=float(grey), width=max(1, round(width * _CANVAS / 2)), joint="curve")


def draw_garments(count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """`count` garments in random order, as many of each class as can be: uint8 (count, 28, 28), int64 (count,)."""
    labels = rng.permutation(np.arange(count) % len(CLASS_NAMES))
    images = np.stack([_draw(int(label), rng) for label in labels])
    return images, labels.astype(np.int64)


def _draw(label: int, rng: np.random.Generator) -> np.ndarray:
    """One garment of that class: uint8 (28, 28)."""
    sketch = _Sketch(rng)
    grey = rng.uniform(0.35, 0.95)
    _DRAWN[label](sketch, grey)
    textured = _textured(np.asarray(sketch.image), rng)
    posed = _posed(Image.fromarray((textured * 255).astype(np.uint8)), rng, label)
    if rng.random() < 0.35:
        posed = posed.filter(ImageFilter.GaussianBlur(rng.uniform(1, 3)))
    small = np.asarray(posed).reshape(SIZE, _OVER, SIZE, _OVER).mean(axis=(1, 3))  # (28, 28)
    if rng.random() < HIDDEN:
        _hide_a_part(small, rng)
    grain = rng.normal(0, NOISE * rng.uniform(0.3, 1), small.shape) * (small > 8)
    return np.clip(small + grain, 0, 255).astype(np.uint8)


def _tshirt(sketch: _Sketch, grey: float) -> None:
    rng = sketch.rng
    sleeve = rng.uniform(0.28, 0.52) if rng.random() > 0.1 else rng.uniform(0.05, 0.15)
    _top(sketch, grey, sleeve=sleeve, angle=rng.uniform(0.35, 1.0), hem=rng.uniform(0.55, 0.8))
    if rng.random() < 0.35:  # a print on the chest
        x, y, r = rng.uniform(-0.1, 0.1), rng.uniform(-0.15, 0.2), rng.uniform(0.1, 0.2)
        sketch.ellipse(x - r, y - r, x + r, y + r, _other(grey, rng, 0.3))


def _pullover(sketch: _Sketch, grey: float) -> None:
    rng = sketch.rng
    hem = rng.uniform(0.55, 0.78)
    _top(
        sketch,
        grey,
        sleeve=rng.uniform(0.95, 1.25),
        angle=rng.uniform(1.15, 1.42),
        hem=hem,
        neck=rng.uniform(0.1, 0.18),
    )
    if rng.random() < 0.6:  # a knitted band
        sketch.line([(-0.4, hem - 0.06), (0.4, hem - 0.06)], grey * rng.uniform(0.7, 0.9), 0.03)


def _coat(sketch: _Sketch, grey: float) -> None:
    rng = sketch.rng
    hem = rng.uniform(0.78, 1.0)
    _top(
        sketch, grey, sleeve=rng.uniform(0.95, 1.25), angle=rng.uniform(1.2, 1.45), hem=hem, flare=rng.uniform(0, 0.12)
    )
    middle = rng.uniform(-0.05, 0.05)
    sketch.line([(middle, -0.62), (middle, hem)], _other(grey, rng, rng.uniform(0.2, 0.5)), rng.uniform(0.03, 0.08))
    if rng.random() < 0.6:  # lapels
        for side in (-1, 1):
            sketch.fill([(0, -0.2), (side * 0.2, -0.72), (side * 0.08, -0.74)], grey * rng.uniform(0.6, 0.95))
    if rng.random() < 0.25:
        sketch.line([(-0.4, 0.1), (0.4, 0.1)], grey * rng.uniform(0.5, 0.8), 0.05)


def _shirt(sketch: _Sketch, grey: float) -> None:
    rng = sketch.rng
    short = rng.random() < SHORT_SLEEVED_SHIRTS
    sleeve = rng.uniform(0.3, 0.55) if short else rng.uniform(0.85, 1.25)
    angle = rng.uniform(0.5, 1.0) if short else rng.uniform(1.1, 1.42)
    hem = rng.uniform(0.58, 0.85)
    _top(sketch, grey, sleeve=sleeve, angle=angle, hem=hem, neck=rng.uniform(0.1, 0.18))
    contrast = rng.uniform(0.3, 0.6)
    sketch.line([(0, -0.6), (0, hem)], _other(grey, rng, contrast), 0.05)
    for y in np.arange(-0.45, hem, rng.uniform(0.2, 0.3)):  # buttons
        sketch.ellipse(-0.035, y - 0.035, 0.035, y + 0.035, _other(grey, rng, contrast))
    for side in (-1, 1):  # a collar
        sketch.fill([(0, -0.48), (side * 0.24, -0.6), (side * 0.14, -0.8)], _other(grey, rng, contrast))


def _top(
    sketch: _Sketch, grey: float, *, sleeve: float, angle: float, hem: float, neck: float = 0.16, flare: float = 0.0
) -> None:
    """A torso with a sleeve of that length on each side, hanging at `angle` radians below the horizontal."""
    rng = sketch.rng
    shoulder, waist = rng.uniform(0.36, 0.48), rng.uniform(0.3, 0.42)
    drop, width = rng.uniform(0.05, 0.14), rng.uniform(0.2, 0.28)
    top = -0.75
    for side in (-1, 1):
        start = np.array([side * (shoulder - 0.03), top + drop])
        along = np.array([side * np.cos(angle), np.sin(angle)]) * sleeve
        across = np.array([-side * np.sin(angle), np.cos(angle)]) * width
        end = start + along
        sketch.fill([start, end, end + across * 0.75, start + across], grey * rng.uniform(0.72, 1.0))
    torso = [(-neck, top), (-shoulder, top + drop), (-waist, top + 0.5), (-waist - flare, hem)]
    mirrored = [(-x, y) for x, y in reversed(torso)]
    sketch.fill([*torso, *mirrored], grey)
    depth = rng.uniform(0.04, 0.2)
    sketch.ellipse(-neck, top - depth, neck, top + depth, rng.choice([0.0, grey * 0.45]))
    for side in (-1, 1):  # the seam under the arm
        sketch.line([(side * waist, top + 0.4), (side * waist, hem)], grey * rng.uniform(0.55, 0.95), 0.02)


def _trouser(sketch: _Sketch, grey: float) -> None:
    rng = sketch.rng
    waist, hip, leg = rng.uniform(0.22, 0.34), rng.uniform(0.3, 0.42), rng.uniform(0.13, 0.24)
    crotch, hem, spread = rng.uniform(-0.4, -0.1), rng.uniform(0.6, 0.95), rng.uniform(0.02, 0.2)
    for side in (-1, 1):
        outer = side * (spread + leg)
        points = [
            (0, -0.85),
            (side * waist, -0.85),
            (side * hip, crotch),
            (outer, hem),
            (side * spread, hem),
            (0, crotch),
        ]
        sketch.fill(points, grey * rng.uniform(0.8, 1.0))
    if rng.random() < 0.6:
        sketch.line([(-waist, -0.78), (waist, -0.78)], grey * rng.uniform(0.5, 0.8), 0.05)


def _dress(sketch: _Sketch, grey: float) -> None:
    rng = sketch.rng
    shoulder, waist, skirt = rng.uniform(0.18, 0.36), rng.uniform(0.16, 0.28), rng.uniform(0.26, 0.58)
    hem = rng.uniform(0.75, 0.97)
    half = [(-shoulder * 0.5, -0.88), (-shoulder, -0.84), (-waist, rng.uniform(-0.25, 0.0)), (-skirt, hem)]
    sketch.fill([*half, *[(-x, y) for x, y in reversed(half)]], grey)
    sketch.ellipse(-shoulder * 0.55, -1.05, shoulder * 0.55, -0.7, 0.0)
    if rng.random() < 0.45:  # sleeves
        length, angle = rng.uniform(0.2, 0.9), rng.uniform(0.9, 1.4)
        for side in (-1, 1):
            start = np.array([side * (shoulder - 0.03), -0.84])
            end = start + np.array([side * np.cos(angle), np.sin(angle)]) * length
            sketch.line([start, end], grey * rng.uniform(0.75, 1), 0.16)
    for x in rng.uniform(-skirt * 0.7, skirt * 0.7, int(rng.integers(0, 4))):  # folds
        sketch.line([(x * 0.4, 0), (x, hem)], grey * rng.uniform(0.6, 0.9), 0.02)


def _sandal(sketch: _Sketch, grey: float) -> None:
    rng = sketch.rng
    heel = rng.uniform(0, 0.45) if rng.random() < 0.6 else 0.05
    thick = rng.uniform(0.07, 0.16)
    sketch.fill([(-0.9, 0.45), (0.1, 0.42), (0.8, 0.42 - heel), (0.85, 0.42 - heel + thick), (0.1, 0.42 + thick),
                 (-0.85, 0.45 + thick)], grey)  # fmt: skip
    if heel > 0.15:
        sketch.fill([(0.62, 0.45 - heel), (0.85, 0.45 - heel), (0.84, 0.45 + thick), (0.7, 0.45 + thick)], grey * 0.8)
    for x in rng.uniform(-0.75, 0.1, int(rng.integers(1, 4))):  # straps over the foot
        height = rng.uniform(0.25, 0.6)
        sketch.line([(x, 0.45), (x + 0.2, 0.45 - height), (x + 0.5, 0.42)], grey * rng.uniform(0.6, 1.0), 0.07)
    if rng.random() < 0.75:  # round the heel
        up = rng.uniform(0.3, 0.65)
        sketch.line(
            [(0.8, 0.42 - heel), (0.75, 0.42 - heel - up), (0.25, 0.3 - heel)], grey * rng.uniform(0.6, 1), 0.07
        )


def _sneaker(sketch: _Sketch, grey: float) -> None:
    rng = sketch.rng
    collar = rng.uniform(-0.32, -0.02)
    _shoe(sketch, grey, ankle=collar, front=rng.uniform(0.1, 0.3), shaft=rng.uniform(0.25, 0.4))
    for x in np.linspace(-0.35, 0.0, int(rng.integers(2, 5))):  # laces
        sketch.line([(x, 0.15), (x + 0.16, 0.02)], _other(grey, rng, 0.35), 0.03)
    if rng.random() < 0.5:
        sketch.line([(0.1, 0.4), (0.5, 0.1)], _other(grey, rng, 0.3), 0.06)


def _ankle_boot(sketch: _Sketch, grey: float) -> None:
    rng = sketch.rng
    _shoe(sketch, grey, ankle=rng.uniform(-0.85, -0.3), front=rng.uniform(0.05, 0.3), shaft=rng.uniform(0.2, 0.36))
    if rng.random() < 0.5:  # a heel
        sketch.fill([(0.5, 0.45), (0.86, 0.45), (0.84, 0.72), (0.58, 0.72)], grey * rng.uniform(0.5, 0.9))
    if rng.random() < 0.4:
        sketch.line([(0.4, -0.3), (0.4, 0.4)], _other(grey, rng, 0.25), 0.04)


def _shoe(sketch: _Sketch, grey: float, *, ankle: float, front: float, shaft: float) -> None:
    """A closed shoe that points to the left: `ankle` is the height of its opening, `shaft` half the opening's width."""
    rng = sketch.rng
    middle = 0.85 - shaft
    sketch.fill(
        [(-0.9, 0.42), (-0.86, front), (-0.5, front - 0.1), (middle - shaft, min(ankle + 0.35, front)),
         (middle - shaft + 0.05, ankle), (0.85, ankle), (0.88, 0.42)],
        grey,
    )  # fmt: skip
    sketch.fill([(-0.92, 0.42), (0.9, 0.42), (0.88, 0.56), (-0.88, 0.56)], _other(grey, rng, rng.uniform(0.1, 0.5)))


def _bag(sketch: _Sketch, grey: float) -> None:
    rng = sketch.rng
    width, top, bottom = rng.uniform(0.5, 0.88), rng.uniform(-0.35, 0.05), rng.uniform(0.5, 0.8)
    reach = rng.uniform(0.2, width * 0.8)
    peak = rng.uniform(-0.95, top - 0.15)
    sketch.line(
        [(-reach, top), (-reach * 0.8, peak), (reach * 0.8, peak), (reach, top)], grey * rng.uniform(0.5, 1), 0.07
    )
    slant = rng.uniform(-0.12, 0.12)
    sketch.fill([(-width, top), (width, top), (width + slant, bottom), (-width - slant, bottom)], grey)
    if rng.random() < 0.6:  # a flap
        flap = rng.uniform(0.15, 0.4)
        sketch.fill([(-width, top), (width, top), (width * 0.8, top + flap), (-width * 0.8, top + flap)], grey * 0.75)
    if rng.random() < 0.5:
        sketch.ellipse(-0.07, top + 0.2, 0.07, top + 0.34, _other(grey, rng, 0.4))


_DRAWN: tuple[Callable[[_Sketch, float], None], ...] = (
    _tshirt, _trouser, _pullover, _dress, _coat, _sandal, _shirt, _sneaker, _bag, _ankle_boot,
)  # fmt: skip
_SHOES = (5, 7, 9)


def _pixel(point) -> tuple[float, float]:
    return (float(point[0]) + 1) * _CANVAS / 2, (float(point[1]) + 1) * _CANVAS / 2


def _other(grey: float, rng: np.random.Generator, contrast: float) -> float:
    """A lighter or darker grey, whichever fits into 0…1."""
    sign = rng.choice([-1, 1]) if 0.2 < grey < 0.8 else (-1 if grey >= 0.8 else 1)
    return float(np.clip(grey + sign * contrast, 0.05, 1.0))


def _textured(grey: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Stripes, checks, a weave or soft folds over what was drawn: float (112, 112) of 0…1."""
    y, x = np.mgrid[0:_CANVAS, 0:_CANVAS] / _CANVAS
    kind, strength = rng.integers(0, 7), rng.uniform(0.05, 0.35)
    wave = rng.uniform(4, 14) * 2 * np.pi
    pattern = np.ones_like(grey)
    if kind == 1:
        pattern = 1 - strength * (np.sin(wave * y) > 0)
    elif kind == 2:
        pattern = 1 - strength * (np.sin(wave * x) > 0)
    elif kind == 3:
        pattern = 1 - strength * ((np.sin(wave * x) > 0) ^ (np.sin(wave * y) > 0))
    elif kind == 4:
        blotches = Image.fromarray(rng.random((7, 7)).astype(np.float32)).resize((_CANVAS, _CANVAS), Image.BICUBIC)
        pattern = 1 - strength * np.asarray(blotches)
    light = 1 + rng.uniform(-0.25, 0.25) * (x - 0.5) + rng.uniform(-0.25, 0.25) * (y - 0.5)
    return np.clip(grey * pattern * light, 0, 1)


def _posed(image: Image.Image, rng: np.random.Generator, label: int) -> Image.Image:
    """The garment turned, stretched, sheared and shifted a little, as clothes lie on a table."""
    turn, shear = rng.normal(0, 0.09), rng.normal(0, 0.06)
    wide, high = rng.uniform(0.92, 1.25), rng.uniform(0.92, 1.2)  # above 1: smaller in the picture
    flip = -1 if label not in _SHOES and rng.random() < 0.5 else 1
    matrix = np.array([[np.cos(turn), np.sin(turn) + shear], [-np.sin(turn), np.cos(turn)]]) * [[wide * flip], [high]]
    centre = _CANVAS / 2
    shift = rng.normal(0, 1.1 * _OVER, 2)
    offset = centre - matrix @ (np.array([centre, centre]) + shift)
    affine = (*matrix[0], offset[0], *matrix[1], offset[1])
    return image.transform((_CANVAS, _CANVAS), Image.AFFINE, affine, Image.BILINEAR)


def _hide_a_part(image: np.ndarray, rng: np.random.Generator) -> None:
    """Something in front of the garment: a dark or a light bar across the picture, in place."""
    start, width = rng.integers(2, SIZE - 8), rng.integers(3, 8)
    bar = np.s_[start : start + width, :] if rng.random() < 0.5 else np.s_[:, start : start + width]
    image[bar] = image[bar] * 0.15 + rng.choice([0.0, 120.0])
