"""Both trainings were watched on the test digits."""

exercise = "37.7"
kind = "mistake"
at_most = 9.5
caught_by = "dropout_history:validation"
hint = "no longer new"
edits = [
    ("37.7", "validation_data=(x_val, y_val)", "validation_data=(x_test, y_test)"),
]
