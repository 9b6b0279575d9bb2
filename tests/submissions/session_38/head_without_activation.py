"""The hidden layer has no activation."""

exercise = "38.3"
kind = "mistake"
at_most = 6
caught_by = "model:hidden"
hint = "no more than one"
edits = [
    ("38.3", 'layers.Dense(128, activation="relu")', "layers.Dense(128)"),
]
