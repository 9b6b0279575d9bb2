"""The exponent is fixed."""

exercise = "36.5"
kind = "mistake"
at_most = 10.5
caught_by = "focal_loss:gamma"
hint = "does not use its argument"
edits = [
    ("36.5", "((1 - p_true) ** gamma) *", "((1 - p_true) ** 2.0) *"),
]
