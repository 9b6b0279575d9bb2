"""The three rates lie within a factor of 100."""

exercise = "36.7"
kind = "mistake"
at_most = 5.5
caught_by = "sweep:rates"
hint = "too close together"
edits = [
    ("36.7", "(0.0001, 0.01, 10.0)", "(0.001, 0.01, 0.1)"),
]
