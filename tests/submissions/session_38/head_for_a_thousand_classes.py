"""A thousand outputs."""

exercise = "38.3"
kind = "mistake"
mistake = 7
at_most = 6
caught_by = "model:output"
hint = "One output for each class"
edits = [
    ("38.3", "layers.Dense(CLASSES,", "layers.Dense(1000,"),
]
