"""Fine-tuning watches the test photos."""

exercise = "38.7"
kind = "mistake"
at_most = 12.5
caught_by = "tuning_history:epochs"
hint = "no longer new"
edits = [
    ("38.7", "validation_data=(x_val, y_val)", "validation_data=(x_test, y_test)"),
]
