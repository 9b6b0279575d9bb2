"""The loss of fine-tuning is not phase one's."""

exercise = "38.7"
kind = "mistake"
at_most = 13.75
caught_by = "fine_model:output_and_loss"
hint = "does not compare classes"
edits = [
    ("38.7", 'loss="categorical_crossentropy"', 'loss="mean_squared_error"'),
]
