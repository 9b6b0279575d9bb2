"""The search for the largest value begins at 0."""

exercise = "37.1"
kind = "mistake"
at_most = 9
caught_by = "max_pool:negative"
hint = "the search for the largest one starts at 0"
edits = [
    ("37.1", "axis=(1, 3))", "axis=(1, 3), initial=0)"),
]
