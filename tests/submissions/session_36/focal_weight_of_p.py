"""The weight uses p for negatives as well."""

exercise = "36.5"
kind = "mistake"
at_most = 11
caught_by = "focal_loss:value"
hint = "the true answer has 1 - p"
edits = [
    ("36.5", "((1 - p_true) ** gamma) *", "((1 - p) ** gamma) *"),
]
