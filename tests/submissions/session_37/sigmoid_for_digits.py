"""Sigmoid for ten exclusive digits."""

exercise = "37.4"
kind = "mistake"
mistake = 4
at_most = 7
caught_by = "build_cnn:output"
hint = "ten separate questions"
edits = [
    ("37.4", "softmax", "sigmoid"),
]
