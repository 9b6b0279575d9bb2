"""Filters are taken to work on one channel each, and channels to multiply."""

exercise = "37.2"
kind = "mistake"
at_most = 7.7
caught_by = "output_shapes:conv_2"
hint = "one output channel a filter"
edits = [
    ("37.2", "(11, 11, 64)", "(11, 11, 2048)"),
]
