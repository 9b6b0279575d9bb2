"""The test garments were watched while training."""

exercise = "37.8"
kind = "mistake"
at_most = 13
caught_by = "fashion_history:epochs"
hint = "no longer new"
edits = [
    ("37.8", "validation_data=(x_fashion_val, y_fashion_val)", "validation_data=(x_fashion_test, y_fashion_test)"),
]
