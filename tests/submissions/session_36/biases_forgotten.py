"""Only the weights are counted."""

exercise = "36.4"
kind = "mistake"
at_most = 5.5
caught_by = "dense_parameters:formula"
hint = "biases are missing"
edits = [
    ("36.4", "inputs * units + units", "inputs * units"),
]
