"""Garment sketches: ten classes drawn by code, with Fashion-MNIST's names, order, size and kind of confusion.

They stand in for Fashion-MNIST where it cannot be had. Which cuts overlap is decided here: a short-sleeved shirt is
nearly a T-shirt, a plain coat nearly a pullover, a low boot nearly a sneaker, and a person would mix up the same ones.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.sketch import SIZE, Sketch, arc, finish, other

CLASS_NAMES = (
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
)  # fmt: skip
__all__ = ["CLASS_NAMES", "SIZE", "draw_garments"]
_SHORT_SLEEVED = 0.17  # share of shirts
_BUTTONED = 0.87  # share of shirts whose buttons show
_OPEN_COATS = 0.88  # share of coats whose front edge shows
_LONG_T_SHIRTS = 0.06  # share of T-shirts
_SHOES = (5, 7, 9)  # they point to the left


def draw_garments(count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """`count` garments in random order, as many of each class as can be: uint8 (count, 28, 28), int64 (count,)."""
    labels = rng.permutation(np.arange(count) % len(CLASS_NAMES)).astype(np.int64)
    return np.stack([_draw(int(label), rng) for label in labels]), labels


def _draw(label: int, rng: np.random.Generator) -> np.ndarray:
    sketch = Sketch(rng)
    _DRAWN[label](sketch, rng.uniform(0.35, 0.95))
    return finish(sketch, mirrored=label not in _SHOES)


def _tshirt(sketch: Sketch, grey: float) -> None:
    rng = sketch.rng
    sleeve = rng.uniform(0.28, 0.5)
    if rng.random() < _LONG_T_SHIRTS:
        sleeve = rng.uniform(0.7, 1.0)
    _top(
        sketch,
        grey,
        sleeve=sleeve,
        angle=rng.uniform(0.4, 1.0),
        hem=rng.uniform(0.55, 0.8),
        neck=rng.uniform(0.12, 0.22),
    )
    if rng.random() < 0.4:  # a print on the chest
        x, y, r = rng.uniform(-0.1, 0.1), rng.uniform(-0.15, 0.15), rng.uniform(0.1, 0.2)
        sketch.ellipse(x - r, y - r, x + r, y + r, other(grey, rng, 0.3))


def _pullover(sketch: Sketch, grey: float) -> None:
    rng = sketch.rng
    hem = rng.uniform(0.55, 0.8)
    cuff = grey * rng.uniform(0.65, 1.0)
    _top(
        sketch, grey, sleeve=rng.uniform(0.95, 1.25), angle=rng.uniform(1.15, 1.42), hem=hem,
        neck=rng.uniform(0.1, 0.18), cuff=cuff,
    )  # fmt: skip
    if rng.random() < 0.7:  # a knitted band
        sketch.line([(-0.4, hem - 0.05), (0.4, hem - 0.05)], cuff, 0.1)
    if rng.random() < 0.35:
        sketch.line(arc((-0.17, -0.74), (0.17, -0.74), -0.12), grey * rng.uniform(0.5, 0.8), 0.07)


def _coat(sketch: Sketch, grey: float) -> None:
    rng = sketch.rng
    hem, flare = rng.uniform(0.78, 1.0), rng.uniform(0, 0.14)
    _top(sketch, grey, sleeve=rng.uniform(0.95, 1.3), angle=rng.uniform(1.2, 1.45), hem=hem, flare=flare)
    if rng.random() < _OPEN_COATS:
        middle = rng.uniform(-0.06, 0.06)
        sketch.line([(middle, -0.62), (middle, hem)], other(grey, rng, rng.uniform(0.25, 0.55)), rng.uniform(0.05, 0.1))
    if rng.random() < 0.6:  # lapels
        for side in (-1, 1):
            sketch.fill([(0, -0.2), (side * 0.2, -0.72), (side * 0.08, -0.74)], grey * rng.uniform(0.6, 0.95))
    if rng.random() < 0.3:  # pockets
        for side in (-1, 1):
            sketch.line([(side * 0.12, 0.3), (side * 0.28, 0.26)], grey * rng.uniform(0.5, 0.8), 0.05)
    if rng.random() < 0.2:  # a belt
        sketch.line([(-0.4, 0.1), (0.4, 0.1)], grey * rng.uniform(0.5, 0.8), 0.06)


def _shirt(sketch: Sketch, grey: float) -> None:
    rng = sketch.rng
    short = rng.random() < _SHORT_SLEEVED
    sleeve = rng.uniform(0.3, 0.5) if short else rng.uniform(0.9, 1.25)
    angle = rng.uniform(0.5, 1.0) if short else rng.uniform(1.15, 1.42)
    hem = rng.uniform(0.58, 0.85)
    _top(sketch, grey, sleeve=sleeve, angle=angle, hem=hem, neck=rng.uniform(0.1, 0.18))
    contrast = rng.uniform(0.28, 0.6)
    if rng.random() < _BUTTONED:
        sketch.line([(0, -0.6), (0, hem)], other(grey, rng, contrast * 0.7), 0.05)
        for y in np.arange(-0.45, hem, rng.uniform(0.2, 0.3)):
            sketch.ellipse(-0.035, y - 0.035, 0.035, y + 0.035, other(grey, rng, contrast))
    if rng.random() < 0.95:  # a collar
        shade = other(grey, rng, contrast)
        for side in (-1, 1):
            sketch.fill([(0, -0.48), (side * 0.24, -0.6), (side * 0.14, -0.8)], shade)


def _top(
    sketch: Sketch, grey: float, *, sleeve: float, angle: float, hem: float, neck: float = 0.16, flare: float = 0.0,
    cuff: float | None = None,
) -> None:  # fmt: skip
    """A torso with a sleeve of that length on each side, hanging at `angle` radians below the horizontal."""
    rng = sketch.rng
    shoulder, waist = rng.uniform(0.36, 0.48), rng.uniform(0.3, 0.42)
    drop, width = rng.uniform(0.05, 0.14), rng.uniform(0.2, 0.28)
    top = -0.75
    for side in (-1, 1):
        start = np.array([side * (shoulder - 0.03), top + drop])
        along = np.array([side * np.cos(angle), np.sin(angle)]) * sleeve
        across = np.array([-side * np.sin(angle), np.cos(angle)]) * width
        shade = grey * rng.uniform(0.72, 1.0)
        sketch.fill([start, start + along, start + along + across * 0.75, start + across], shade)
        if cuff is not None:
            wrist = start + along * 0.9
            sketch.fill([wrist, start + along, start + along + across * 0.75, wrist + across * 0.77], cuff)
    torso = [(-neck, top), (-shoulder, top + drop), (-waist, top + 0.5), (-waist - flare, hem)]
    sketch.fill([*torso, *[(-x, y) for x, y in reversed(torso)]], grey)
    depth = rng.uniform(0.04, 0.18)
    sketch.ellipse(-neck, top - depth, neck, top + depth, rng.choice([0.0, grey * 0.45]))
    for side in (-1, 1):  # the seam under the arm
        sketch.line([(side * waist, top + 0.4), (side * waist, hem)], grey * rng.uniform(0.55, 0.95), 0.02)


def _trouser(sketch: Sketch, grey: float) -> None:
    rng = sketch.rng
    waist, hip, leg = rng.uniform(0.22, 0.34), rng.uniform(0.3, 0.42), rng.uniform(0.13, 0.24)
    crotch, hem, spread = rng.uniform(-0.4, -0.1), rng.uniform(0.6, 0.95), rng.uniform(0.02, 0.2)
    for side in (-1, 1):
        outer, hips = (side * (spread + leg), hem), [(side * waist, -0.85), (side * hip, crotch)]
        sketch.fill([(0, -0.85), *hips, outer, (side * spread, hem), (0, crotch)], grey * rng.uniform(0.8, 1.0))
    if rng.random() < 0.6:
        sketch.line([(-waist, -0.8), (waist, -0.8)], grey * rng.uniform(0.5, 0.8), 0.07)


def _dress(sketch: Sketch, grey: float) -> None:
    rng = sketch.rng
    shoulder, waist, skirt = rng.uniform(0.18, 0.36), rng.uniform(0.16, 0.3), rng.uniform(0.26, 0.58)
    middle, hem = rng.uniform(-0.25, 0.0), rng.uniform(0.75, 0.97)
    if rng.random() < 0.5:  # sleeves
        length, angle = rng.uniform(0.2, 1.0), rng.uniform(0.9, 1.4)
        for side in (-1, 1):
            start = np.array([side * (shoulder - 0.05), -0.78])
            end = start + np.array([side * np.cos(angle), np.sin(angle)]) * length
            sketch.line([start, end], grey * rng.uniform(0.75, 1), 0.18)
    bulge = ((waist + skirt) / 2 * rng.uniform(0.9, 1.2), (middle + hem) / 2)
    half = [(shoulder * 0.5, -0.88), (shoulder, -0.84), (waist, middle), bulge, (skirt, hem)]
    sketch.fill([*[(-x, y) for x, y in half], *reversed(half)], grey)
    sketch.ellipse(-shoulder * 0.55, -1.05, shoulder * 0.55, -0.7, 0.0)
    if rng.random() < 0.4:
        sketch.line([(-waist, middle), (waist, middle)], other(grey, rng, 0.25), 0.06)
    for x in rng.uniform(-skirt * 0.7, skirt * 0.7, int(rng.integers(0, 4))):  # folds
        sketch.line([(x * 0.4, middle), (x, hem)], grey * rng.uniform(0.6, 0.9), 0.02)


def _sandal(sketch: Sketch, grey: float) -> None:
    rng = sketch.rng
    heel = rng.uniform(0.2, 0.5) if rng.random() < 0.55 else 0.0
    thick, ground = rng.uniform(0.09, 0.18), 0.5
    toe, ball, back = (-0.85, ground - thick), (-0.1, ground - thick), (0.78, ground - thick - heel)
    under = [(0.85, ground - heel), (0.1, ground), (-0.85, ground)]
    sketch.fill([toe, ball, back, *under], grey)
    if heel and rng.random() < 0.5:  # a wedge
        sketch.fill([ball, back, (0.86, ground), (-0.1, ground)], grey * rng.uniform(0.6, 1.0))
    elif heel:
        sketch.fill([(0.6, ground - heel), (0.85, ground - heel), (0.84, ground), (0.72, ground)], grey * 0.8)
    straps = int(rng.integers(1, 4))
    for x in np.linspace(-0.75, rng.uniform(-0.3, 0.0), straps) if straps > 1 else [rng.uniform(-0.7, -0.3)]:
        shade, width = grey * rng.uniform(0.6, 1.0), rng.uniform(0.07, 0.16)
        sketch.line(
            arc((x, ground - thick), (x + rng.uniform(0.35, 0.6), ground - thick), rng.uniform(0.2, 0.5)), shade, width
        )
    if rng.random() < 0.75:  # round the heel, and up to the ankle
        up, shade = rng.uniform(0.3, 0.6), grey * rng.uniform(0.6, 1.0)
        sketch.line([back, (0.74, back[1] - up)], shade, 0.12)
        sketch.line(
            arc((0.74, back[1] - up), (rng.uniform(0.1, 0.35), back[1] - 0.05), 0.08), shade, rng.uniform(0.07, 0.12)
        )


def _sneaker(sketch: Sketch, grey: float) -> None:
    rng = sketch.rng
    _shoe(sketch, grey, opening=rng.uniform(-0.3, 0.02), instep=rng.uniform(0.0, 0.2), shaft=rng.uniform(0.5, 0.75))
    sole = other(grey, rng, rng.uniform(0.15, 0.5))
    sketch.blob([(-0.98, 0.36), (0.92, 0.36), (0.98, 0.62), (-0.95, 0.62)], sole)
    if rng.random() < 0.8:  # laces
        for x in np.linspace(-0.3, 0.1, int(rng.integers(2, 5))):
            sketch.line([(x, 0.2), (x + 0.14, 0.02)], other(grey, rng, 0.35), 0.04)
    if rng.random() < 0.5:  # a stripe
        sketch.line([(0.1, 0.34), (0.5, 0.02)], other(grey, rng, 0.3), 0.08)


def _ankle_boot(sketch: Sketch, grey: float) -> None:
    rng = sketch.rng
    _shoe(sketch, grey, opening=rng.uniform(-0.85, -0.22), instep=rng.uniform(-0.05, 0.2), shaft=rng.uniform(0.5, 0.72))
    sole = grey * rng.uniform(0.4, 1.0)
    if rng.random() < 0.55:  # a heel
        sketch.fill([(0.3, 0.42), (0.88, 0.42), (0.84, 0.75), (0.44, 0.75)], sole)
        sketch.line([(-0.9, 0.47), (0.4, 0.47)], sole, 0.1)
    else:
        sketch.blob([(-0.98, 0.38), (0.92, 0.38), (0.95, 0.6), (-0.95, 0.6)], sole)
    if rng.random() < 0.4:  # elastic, or a zip
        sketch.line([(0.4, -0.25), (0.36, 0.3)], other(grey, rng, 0.25), rng.uniform(0.03, 0.16))


def _shoe(sketch: Sketch, grey: float, *, opening: float, instep: float, shaft: float) -> None:
    """A closed shoe that points to the left: the height of its opening and of its instep, the width of its shaft."""
    front = 0.88 - shaft
    toe, heel = [(-0.9, 0.46), (-0.95, 0.24), (-0.6, instep + 0.08)], [(0.86, 0.1), (0.92, 0.46)]
    sketch.blob(
        [*toe, (front - 0.12, min(instep, 0.05)), (front, opening), (0.8, opening), (0.84, opening), *heel], grey
    )


def _bag(sketch: Sketch, grey: float) -> None:
    rng = sketch.rng
    width, top, bottom = rng.uniform(0.5, 0.88), rng.uniform(-0.35, 0.05), rng.uniform(0.5, 0.8)
    reach, height = rng.uniform(0.2, width * 0.8), rng.uniform(0.2, 0.95 + top)
    sketch.line(
        arc((-reach, top + 0.03), (reach, top + 0.03), height), grey * rng.uniform(0.5, 1), rng.uniform(0.06, 0.1)
    )
    slant = rng.uniform(-0.12, 0.12)
    body = [(-width, top), (width, top), (width + slant, bottom), (-width - slant, bottom)]
    (sketch.blob if rng.random() < 0.35 else sketch.fill)(body, grey)
    if rng.random() < 0.6:  # a flap
        flap = rng.uniform(0.15, 0.4)
        sketch.fill([(-width, top), (width, top), (width * 0.8, top + flap), (-width * 0.8, top + flap)], grey * 0.75)
    if rng.random() < 0.5:  # a buckle
        sketch.ellipse(-0.07, top + 0.2, 0.07, top + 0.34, other(grey, rng, 0.4))


_DRAWN: tuple[Callable[[Sketch, float], None], ...] = (
    _tshirt, _trouser, _pullover, _dress, _coat, _sandal, _shirt, _sneaker, _bag, _ankle_boot,
)  # fmt: skip
