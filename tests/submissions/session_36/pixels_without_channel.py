"""The images have no channel axis."""

exercise = "36.1"
kind = "mistake"
mistake = 17
at_most = 7.25
caught_by = "as_image_batch:shape"
hint = "grey images have one channel"
edits = [
    ("36.1", "(-1, 28, 28, 1)", "(-1, 28, 28)"),
]
