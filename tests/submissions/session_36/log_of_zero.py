"""Probabilities are not kept away from 0 and 1."""

exercise = "36.5"
kind = "mistake"
at_most = 11.25
caught_by = "binary_crossentropy:edges"
hint = "log(0)"
edits = [
    ("36.5", "    p = tf.clip_by_value(p, 1e-7, 1 - 1e-7)\n", ""),
]
