"""Objects about a centre, for the pre-training task: toothed, spoked, spined, coiled, layered. None is a flower."""

from __future__ import annotations

import numpy as np

from autograder.drawn.scene import EARTHS, GREENS, Brush, any_colour, around, blob, leaf_outline, pick, turned

FULL_TURN = 2 * np.pi


def _evenly(brush: Brush, count: int) -> np.ndarray:
    return np.arange(count) * FULL_TURN / count + brush.rng.uniform(0, FULL_TURN)


def gear(brush: Brush) -> None:
    """Square teeth on a wheel with a hole."""
    colour, teeth = any_colour(brush.rng), int(brush.rng.integers(8, 19))
    high = np.tile((1.0, 1.0, 0.8, 0.8), teeth)
    angles = np.arange(4 * teeth) * FULL_TURN / (4 * teeth) + np.tile((0.05, -0.05, 0.05, -0.05), teeth)
    brush.fill(around(angles, high), colour)
    brush.disc(0.62, colour * brush.rng.uniform(0.7, 0.95))
    brush.disc(brush.rng.uniform(0.12, 0.3), any_colour(brush.rng) * 0.4)


def star(brush: Brush) -> None:
    """A starfish or badge with five to seven arms."""
    colour, arms = any_colour(brush.rng), int(brush.rng.integers(5, 8))
    radii = np.tile((1.0, brush.rng.uniform(0.38, 0.55)), arms)
    outline = around(np.arange(2 * arms) * np.pi / arms, radii)
    brush.fill(outline, colour)
    brush.fill(outline * 0.7, colour * brush.rng.uniform(0.75, 1.25))
    brush.dots(outline[::2] * 0.45, 0.05, brush.lit(colour * 0.7, np.zeros(arms)))


def wheel(brush: Brush) -> None:
    """A tyre, a rim and spokes."""
    rng, spokes = brush.rng, int(brush.rng.integers(5, 17))
    ring = around(np.linspace(0, FULL_TURN, 40), 0.9)
    metal = any_colour(rng)
    for end in around(_evenly(brush, spokes), 0.9):
        brush.stroke(np.stack([end * 0, end]), metal, rng.uniform(0.03, 0.06))
    brush.stroke(ring, any_colour(rng) * 0.5, rng.uniform(0.1, 0.25))
    brush.stroke(ring * 0.86, metal, 0.05)
    brush.disc(rng.uniform(0.1, 0.2), metal * 0.8)


def urchin(brush: Brush) -> None:
    """A sea urchin: a round body behind straight dark-tipped spines."""
    rng, count = brush.rng, int(brush.rng.integers(40, 80))
    colour = any_colour(rng)
    angles = rng.uniform(0, FULL_TURN, count)
    spine = leaf_outline(1, rng.uniform(0.05, 0.08), 0, 1.6)
    spines = turned(spine, angles) * rng.uniform(0.7, 1.05, (count, 1, 1))
    brush.fill_each(spines, brush.lit(colour * 0.7, angles, 0.3))
    brush.disc(rng.uniform(0.4, 0.55), colour, 0.05)
    dots = rng.normal(0, 0.16, (25, 2))
    brush.dots(dots, 0.035, brush.lit(colour * 1.3, rng.uniform(0, FULL_TURN, 25), 0.3))


def snowflake(brush: Brush) -> None:
    """Six branched arms."""
    rng, colour = brush.rng, any_colour(brush.rng)
    joints = rng.uniform(0.35, 0.85, int(rng.integers(2, 4)))
    for angle in _evenly(brush, 6):
        arm = around(np.array([angle]))[0]
        brush.stroke(np.stack([arm * 0, arm]), colour, 0.06)
        for joint in joints:
            sides = arm * joint + around(angle + np.array((-0.9, 0.9)), 0.3)
            brush.stroke(np.stack([sides[0], arm * joint, sides[1]]), colour * 0.95, 0.05)


def snail_shell(brush: Brush) -> None:
    """A coil that grows outwards."""
    rng, colour = brush.rng, any_colour(brush.rng)
    turns = rng.uniform(2.2, 3.5)
    angles = np.linspace(0, turns * FULL_TURN, 70)
    coil = around(angles, (angles / angles[-1]) ** 1.2 * 0.92)
    brush.disc(0.95, colour, 0.03)
    brush.stroke(coil, colour * rng.uniform(0.35, 0.65), rng.uniform(0.05, 0.1))
    brush.stroke(coil * 0.93, colour * 1.2, 0.03)


def citrus(brush: Brush) -> None:
    """A slice of fruit: rind, pith and wedges."""
    colour, count = any_colour(brush.rng), int(brush.rng.integers(7, 12))
    brush.disc(1, colour * 0.85, 0.02)
    brush.disc(0.9, colour * 0.4 + 145, 0.02)
    angles = _evenly(brush, count)
    half = np.pi / count * 0.86
    arc = around(np.linspace(-half, half, 6), 0.8)
    wedge = np.concatenate([[(0.1, 0.0)], arc])
    brush.fill_each(turned(wedge, angles), brush.lit(colour, angles))


def onion(brush: Brush) -> None:
    """Cut rings, one in another, slightly off centre."""
    rng, colour = brush.rng, any_colour(brush.rng)
    shape = blob(rng, 1, 0.12)
    drift = rng.normal(0, 0.12, 2)
    for step, radius in enumerate(np.arange(1, 0.08, -rng.uniform(0.09, 0.16))):
        brush.fill(shape * radius + drift * (1 - radius), colour if step % 2 else colour * 0.5 + 120)


def umbrella(brush: Brush) -> None:
    """From above: cloth sectors between ribs, the edge drawn in between them."""
    rng, count = brush.rng, int(brush.rng.integers(6, 11))
    first, second = any_colour(rng), any_colour(rng)
    angles = _evenly(brush, count)
    half = np.pi / count
    edge = around(np.linspace(-half, half, 7), 1 - 0.12 * np.cos(np.linspace(-np.pi / 2, np.pi / 2, 7)))
    colours = brush.lit(first, angles, 0.3)
    colours[::2] = brush.lit(second, angles[::2], 0.3)
    brush.fill_each(turned(np.concatenate([[(0.0, 0.0)], edge]), angles), colours)
    for rib in around(angles + half):
        brush.stroke(np.stack([rib * 0, rib]), first * 0.4, 0.02)


def web(brush: Brush) -> None:
    """A spider's web: threads from the middle, and rings of straight pieces."""
    rng, colour, count = brush.rng, any_colour(brush.rng), int(brush.rng.integers(7, 13))
    angles = _evenly(brush, count) + rng.normal(0, 0.08, count)
    for thread in around(angles, 1.1):
        brush.stroke(np.stack([thread * 0, thread]), colour, 0.03)
    for radius in np.arange(0.15, 1, rng.uniform(0.12, 0.2)):
        brush.stroke(around(np.append(angles, angles[0]), radius), colour, 0.025)


def clock(brush: Brush) -> None:
    """A face with marks and two hands."""
    rng, frame, face = brush.rng, any_colour(brush.rng), any_colour(brush.rng)
    brush.disc(1, frame)
    brush.disc(rng.uniform(0.78, 0.9), face)
    ink = face * 0.3 if face.mean() > 110 else face * 0.3 + 175
    for angle in _evenly(brush, 12):
        brush.stroke(around(np.array((angle, angle)), np.array((0.62, 0.75))), ink, 0.05)
    for length in (0.4, 0.62):
        brush.stroke(np.stack([(0, 0), around(rng.uniform(0, FULL_TURN, 1), length)[0]]), ink, 0.07)


def cabbage(brush: Brush) -> None:
    """Crinkled leaves with pale ribs, wrapped about a heart."""
    rng, colour = brush.rng, pick(brush.rng, GREENS) * 0.6 + any_colour(brush.rng) * 0.4
    for radius in (1.0, 0.8, 0.6, 0.4):
        angles = _evenly(brush, int(rng.integers(4, 7)))
        waves = 1 + 0.08 * np.cos(7 * np.linspace(0, FULL_TURN, 24))
        leaf = blob(rng, 0.5, 0.1) * waves[:, None] + (0.5, 0)
        brush.fill_each(turned(leaf * radius, angles), brush.lit(colour * (1.4 - 0.5 * radius), angles))
        for rib in around(angles, radius * 0.9):
            brush.stroke(np.stack([rib * 0.2, rib]), colour * 0.5 + 130, 0.04)


def bristles(brush: Brush) -> None:
    """A round brush or pompon: tangled bent threads, denser in the middle."""
    rng, count = brush.rng, int(brush.rng.integers(50, 100))
    colour = any_colour(rng)
    starts, angles = rng.normal(0, 0.25, (count, 2)), rng.uniform(0, FULL_TURN, count)
    inks = brush.lit(colour, angles, 0.3)
    for start, angle, ink in zip(starts, angles, inks, strict=True):
        bend = angle + rng.normal(0, 0.6)
        ends = np.cumsum([start, around(np.array([angle]), 0.4)[0], around(np.array([bend]), 0.35)[0]], axis=0)
        brush.stroke(ends, ink, 0.03)


def propeller(brush: Brush) -> None:
    """Two or three broad blunt blades, each twisted: one half in the light, one in its own shade."""
    rng, colour, count = brush.rng, any_colour(brush.rng), int(brush.rng.integers(2, 4))
    half = np.array([(0.1, 0.0), (0.3, 0.22), (0.9, 0.26), (1.0, 0.16), (1.0, 0.0)])
    angles = _evenly(brush, count)
    brush.fill_each(turned(half, angles), brush.lit(colour, angles, 0.3))
    brush.fill_each(turned(half * (1, -rng.uniform(0.4, 1)), angles), brush.lit(colour * 0.65, angles, 0.3))
    brush.disc(0.16, pick(rng, EARTHS))
