"""The drawn task our MobileNetV2 learnt on before any flower: objects and surfaces, seen as the flowers are.

No class is a flower or a part of one. Backgrounds, clutter and camera are the flowers' own, so that the network learns
to look through what it will meet.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from autograder.drawn import round_objects as r
from autograder.drawn import textures as t
from autograder.drawn import upright_objects as u
from autograder.drawn.camera import decode, photograph
from autograder.drawn.scene import Brush, random_pose

_ROUND = (r.gear, r.star, r.wheel, r.urchin, r.snowflake, r.snail_shell, r.citrus, r.onion, r.umbrella, r.web, r.clock)
_ROUND += (r.cabbage, r.bristles, r.propeller)
_UPRIGHT = (u.leaf, u.fern, u.mushroom, u.apple, u.cup, u.goblet, u.bell, u.crown, u.conifer, u.fish, u.butterfly)
_UPRIGHT += (u.car, u.house, u.cactus, u.key, u.balloon, u.broom, u.bottle, u.cone)
_SURFACES = (t.checks, t.stripes, t.waves, t.polka, t.bricks, t.weave, t.honeycomb, t.scales, t.ripples, t.rays)
_SURFACES += (t.speckles, t.mosaic)
_PAINTERS = _ROUND + _UPRIGHT + _SURFACES
SOURCE_CLASSES = tuple(painter.__name__ for painter in _PAINTERS)


def draw_source_pictures(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """`count` pictures and their labels, classes balanced and in random order.

    Pictures are uint8 of shape (count, 96, 96, 3); labels are int64 of shape (count,), places in SOURCE_CLASSES.
    """
    labels = np.arange(count) % len(SOURCE_CLASSES)
    np.random.default_rng((seed, count)).shuffle(labels)
    generators = (np.random.default_rng((seed, 2, place)) for place in range(count))
    return decode([draw_source(label, rng) for label, rng in zip(labels, generators, strict=True)]), labels


def draw_source(label: int, rng: np.random.Generator) -> bytes:
    """One picture of the class `SOURCE_CLASSES[label]` as JPEG bytes."""
    painter = _PAINTERS[label]

    def subject(canvas: Image.Image, rng: np.random.Generator, light: float) -> None:
        if painter in _SURFACES:
            painter(Brush(canvas, random_pose(rng, (0.9, 1.7), turn=np.pi, tilt=0.4), rng, light))
            return
        things = int(rng.choice((1, 2, 3), p=(0.7, 0.2, 0.1)))
        for _ in range(things):
            pose = random_pose(rng, (0.42, 0.95) if things == 1 else (0.3, 0.55), turn=np.pi / 3, tilt=0.5)
            painter(Brush(canvas, pose, rng, light))

    return photograph(rng, subject)
