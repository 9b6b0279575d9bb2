"""Pooling is given weights."""

exercise = "37.2"
kind = "mistake"
at_most = 7.3
caught_by = "parameter_counts:pool_1"
hint = "nothing to learn"
edits = [
    ("37.2", '"pool_1": 0', '"pool_1": 128'),
]
