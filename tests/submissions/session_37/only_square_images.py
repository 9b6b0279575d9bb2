"""The height of the image serves for its width too."""

exercise = "37.1"
kind = "mistake"
at_most = 7.5
caught_by = "conv2d:oblong"
hint = "one of them was used twice"
edits = [
    ("37.1", "image.shape[1] - kw + 1", "image.shape[0] - kw + 1"),
]
