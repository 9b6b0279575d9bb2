"""A linear output with a loss that expects probabilities."""

exercise = "36.8"
kind = "mistake"
mistake = 2
at_most = 15
caught_by = "iris_model:output_and_loss"
hint = "raw scores"
edits = [
    ("36.8", 'layers.Dense(3, activation="softmax")', "layers.Dense(3)"),
]
