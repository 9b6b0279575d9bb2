"""Augmentation before batching, by other layers."""

exercise = "37.9"
kind = "alternative"
edits = [
    (
        "37.9",
        '        layers.RandomZoom(0.1, fill_mode="constant"),',
        '        layers.RandomZoom((-0.1, 0.1), fill_mode="nearest"),',
    ),
    ("37.9", ".shuffle(len(x_train), seed=course.seed).batch(32)", ".shuffle(500).batch(32).prefetch(1)"),
]
