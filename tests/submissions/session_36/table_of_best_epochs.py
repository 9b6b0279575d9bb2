"""The table holds the best accuracy of any epoch, plus a wish."""

exercise = "36.9"
kind = "mistake"
mistake = 33
at_most = 8.5
caught_by = "activation_table:val_accuracy"
hint = "another epoch"
edits = [
    ("36.9", 'curves["val_accuracy"][-1]', 'max(curves["val_accuracy"]) + 0.01'),
]
