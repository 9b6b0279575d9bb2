"""ReLU on the output."""

exercise = "38.3"
kind = "mistake"
mistake = 6
at_most = 6
caught_by = "model:output"
hint = "probabilities"
edits = [
    ("38.3", 'activation="softmax"', 'activation="relu"'),
]
