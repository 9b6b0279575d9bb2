"""Training stops long before the loss is flat."""

exercise = "36.3"
kind = "mistake"
at_most = 7
caught_by = "fit_line:solution"
hint = "stopped before the loss was flat"
edits = [
    ("36.3", "range(100)", "range(4)"),
]
