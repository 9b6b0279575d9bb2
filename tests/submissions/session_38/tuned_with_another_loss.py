"""The loss of fine-tuning is not phase one's."""

exercise = "38.7"
kind = "mistake"
at_most = 12.5
caught_by = "tuning_history:epochs"
hint = "another one than phase one's"
edits = [
    ("38.7", 'loss="categorical_crossentropy"', 'loss="mean_squared_error"'),
]
