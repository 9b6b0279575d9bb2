"""The channel axis is missing."""

exercise = "37.3"
kind = "mistake"
mistake = 17
at_most = 6.5
caught_by = "splits:shape"
hint = "The channel axis is missing"
edits = [
    ("37.3", "images[..., np.newaxis]", "images"),
]
