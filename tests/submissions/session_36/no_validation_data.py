"""Nothing is validated while training."""

exercise = "36.8"
kind = "mistake"
at_most = 15
caught_by = "iris_history:val_loss"
hint = "only with validation_data"
edits = [
    ("36.8", "validation_data=(x_val, y_val), ", ""),
]
