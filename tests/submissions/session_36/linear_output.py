"""The output layer gives raw scores."""

exercise = "36.4"
kind = "mistake"
mistake = 2
at_most = 7
caught_by = "build_model:output"
hint = "not probabilities"
edits = [
    ("36.4", ', activation="softmax"', ""),
]
