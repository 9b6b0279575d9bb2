"""Sigmoid outputs for classes that exclude one another."""

exercise = "36.4"
kind = "mistake"
mistake = 4
at_most = 7
caught_by = "build_model:output"
hint = "need not sum to 1"
edits = [
    ("36.4", 'activation="softmax"', 'activation="sigmoid"'),
]
