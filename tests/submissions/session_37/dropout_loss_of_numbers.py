"""Both networks were trained to come near the class's number."""

exercise = "37.7"
kind = "mistake"
at_most = 9.5
caught_by = "plain_model:output_and_loss"
hint = "does not compare classes"
edits = [
    ("37.7", 'loss="sparse_categorical_crossentropy"', 'loss="mean_squared_error"'),
]
