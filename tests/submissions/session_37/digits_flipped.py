"""The augmentation mirrors and turns digits upside down."""

exercise = "37.9"
kind = "mistake"
at_most = 6.5
caught_by = "augment:labels"
hint = "9 of a 6"
edits = [
    ("37.9", '        layers.RandomTranslation(0.08, 0.08, fill_mode="constant"),', "        layers.RandomFlip(),"),
]
