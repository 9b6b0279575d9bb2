"""The hidden layer is linear."""

exercise = "36.4"
kind = "mistake"
at_most = 7
caught_by = "build_model:hidden"
hint = "no more than one"
edits = [
    ("36.4", ', activation="relu"', ""),
]
