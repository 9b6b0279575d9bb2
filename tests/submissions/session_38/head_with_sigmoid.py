"""Sigmoid instead of softmax."""

exercise = "38.3"
kind = "mistake"
mistake = 4
at_most = 6
caught_by = "model:output"
hint = "add up to 1"
edits = [
    ("38.3", 'activation="softmax"', 'activation="sigmoid"'),
]
