"""Three separate yes/no outputs for exclusive species."""

exercise = "36.8"
kind = "mistake"
mistake = 4
at_most = 15
caught_by = "iris_model:output_and_loss"
hint = "exclude one another"
edits = [
    ("36.8", 'activation="softmax"', 'activation="sigmoid"'),
]
