"""The test part is given as validation data."""

exercise = "36.8"
kind = "mistake"
mistake = 15
at_most = 15
caught_by = "iris_history:curves"
hint = "test part was given as validation_data"
edits = [
    ("36.8", "validation_data=(x_val, y_val)", "validation_data=(x_test, y_test)"),
]
