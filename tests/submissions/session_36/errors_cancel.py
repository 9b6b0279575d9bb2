"""The mean of the signed differences."""

exercise = "36.5"
kind = "mistake"
at_most = 11
caught_by = "mean_absolute_error:value"
hint = "cancel"
edits = [
    ("36.5", "tf.abs(y_true - y_pred)", "y_true - y_pred"),
]
