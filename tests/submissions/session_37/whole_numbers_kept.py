"""The output takes over the image's dtype."""

exercise = "37.1"
kind = "mistake"
at_most = 9
caught_by = "conv2d:bytes"
hint = "took over the image's dtype"
edits = [
    ("37.1", "image.shape[1] - kw + 1))", "image.shape[1] - kw + 1), dtype=image.dtype)"),
]
