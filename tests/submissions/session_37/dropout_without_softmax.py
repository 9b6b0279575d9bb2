"""The network with dropout gives raw scores, and its loss takes them for probabilities."""

exercise = "37.7"
kind = "mistake"
at_most = 9.75
caught_by = "dropout_model:output_and_loss"
hint = "raw scores"
edits = [
    ("37.7", 'layers.Dense(10, activation="softmax")', "layers.Dense(10)"),
]
