"""Gradients are not clipped."""

exercise = "38.7"
kind = "mistake"
at_most = 13
caught_by = "fine_model:clipping"
hint = "unlucky batch"
edits = [
    ("38.7", ", clipnorm=1.0", ""),
]
