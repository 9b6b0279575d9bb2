"""The last place of the kernel is forgotten, in both directions."""

exercise = "37.1"
kind = "mistake"
at_most = 6
caught_by = "conv2d:square"
hint = "last row and column of places are missing"
edits = [
    ("37.1", "(image.shape[0] - kh + 1, image.shape[1] - kw + 1)", "(image.shape[0] - kh, image.shape[1] - kw)"),
]
