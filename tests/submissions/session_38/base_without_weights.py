"""The base has random weights."""

exercise = "38.2"
kind = "mistake"
mistake = 22
at_most = 6.5
caught_by = "base_model:weights"
hint = "random"
edits = [
    ("38.2", "weights=WEIGHTS", "weights=None"),
]
