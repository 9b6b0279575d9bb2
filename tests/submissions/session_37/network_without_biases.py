"""Biases are left out everywhere."""

exercise = "37.2"
kind = "mistake"
at_most = 5.2
caught_by = "conv_parameters:formula"
hint = "The biases are missing"
edits = [
    ("37.2", "channels_in * filters + filters", "channels_in * filters"),
    ("37.2", "1600 * 64 + 64", "1600 * 64"),
    ("37.2", "64 * 10 + 10", "64 * 10"),
]
