"""ReLU cuts the scores off at 0."""

exercise = "36.8"
kind = "mistake"
mistake = 6
at_most = 15
caught_by = "iris_model:output_and_loss"
hint = "does not give probabilities"
edits = [
    ("36.8", 'activation="softmax"', 'activation="relu"'),
]
