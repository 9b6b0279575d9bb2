"""The base is not frozen."""

exercise = "38.2"
kind = "mistake"
mistake = 22
at_most = 4.5
caught_by = "base_model:frozen"
hint = "not frozen"
edits = [
    ("38.2", "network.trainable = False", "pass"),
]
