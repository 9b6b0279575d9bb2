"""The base is not frozen."""

exercise = "38.10"
kind = "mistake"
mistake = 22
at_most = 5.5
caught_by = "make_model:frozen"
hint = "random head"
edits = [
    ("38.10", "network.trainable = False", "pass"),
]
