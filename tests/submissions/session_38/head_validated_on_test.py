"""The head is validated on the test photos."""

exercise = "38.4"
kind = "mistake"
mistake = 15
at_most = 13.75
caught_by = "head_history:validation"
hint = "no longer new"
edits = [
    ("38.4", '"validation_data": (x_val, y_val)', '"validation_data": (x_test, y_test)'),
]
