"""A column that never varies is divided by its deviation of 0."""

exercise = "36.2"
kind = "mistake"
at_most = 7
caught_by = "standardize:constant_column"
hint = "0 / 0 is NaN"
edits = [
    ("36.2", "/ safe", "/ deviation"),
]
