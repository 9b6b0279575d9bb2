"""Rows are predictions."""

exercise = "37.8"
kind = "mistake"
mistake = 18
at_most = 10.5
caught_by = "confusion:true"
hint = "exchanged"
edits = [
    (
        "37.8",
        "np.add.at(confusion, (y_fashion_test, predicted), 1)",
        "np.add.at(confusion, (predicted, y_fashion_test), 1)",
    ),
]
