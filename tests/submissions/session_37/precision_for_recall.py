"""The diagonal is divided by the sums of the columns."""

exercise = "37.8"
kind = "mistake"
at_most = 12
caught_by = "class_accuracy:matrix"
hint = "sums of the columns"
edits = [
    ("37.8", "confusion.sum(axis=1)", "confusion.sum(axis=0)"),
]
