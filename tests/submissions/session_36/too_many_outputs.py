"""Ten outputs for three species."""

exercise = "36.8"
kind = "mistake"
mistake = 7
at_most = 15
caught_by = "iris_model:output_and_loss"
hint = "three outputs"
edits = [
    ("36.8", "layers.Dense(3,", "layers.Dense(10,"),
]
