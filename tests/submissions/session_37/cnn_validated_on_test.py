"""The test images serve for validation."""

exercise = "37.5"
kind = "mistake"
mistake = 15
at_most = 14.5
caught_by = "cnn_history:validation"
hint = "no longer new"
edits = [
    ("37.5", "(x_val, y_val)", "(x_test, y_test)"),
]
