"""A filter of the second convolution is counted without its depth."""

exercise = "37.2"
kind = "mistake"
at_most = 7.3
caught_by = "parameter_counts:conv_2"
hint = "A filter is as deep as its input"
edits = [
    ("37.2", "conv_parameters(3, 32, 64)", "conv_parameters(3, 1, 64)"),
]
