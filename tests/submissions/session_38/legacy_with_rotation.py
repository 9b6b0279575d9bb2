"""Small rotations, AdamW."""

exercise = "38.10"
kind = "alternative"
edits = [
    ("38.10", "layers.RandomTranslation(0.1, 0.1)", "layers.RandomRotation(0.05)"),
    ("38.10", "keras.optimizers.Adam(", "keras.optimizers.AdamW("),
]
