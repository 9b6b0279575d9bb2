"""Flatten instead of pooling."""

exercise = "38.3"
kind = "mistake"
mistake = 35
at_most = 6
caught_by = "model:pooling"
hint = "Flatten"
edits = [
    ("38.3", "layers.GlobalAveragePooling2D()(features)", "layers.Flatten()(features)"),
]
