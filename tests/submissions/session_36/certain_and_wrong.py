"""The probability is kept away from 0 only, so that a confident wrong 1 costs infinitely much."""

exercise = "36.5"
kind = "mistake"
at_most = 11.25
caught_by = "binary_crossentropy:edges"
hint = "away from 0 and from 1"
edits = [
    ("36.5", "tf.clip_by_value(p, 1e-7, 1 - 1e-7)", "tf.maximum(p, 1e-7)"),
]
