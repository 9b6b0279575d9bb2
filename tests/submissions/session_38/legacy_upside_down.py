"""Cars are flipped upside down."""

exercise = "38.10"
kind = "mistake"
at_most = 4.5
caught_by = "make_augmentation:labels"
hint = "on their heads"
edits = [
    ("38.10", 'layers.RandomFlip("horizontal")', 'layers.RandomFlip("horizontal_and_vertical")'),
]
