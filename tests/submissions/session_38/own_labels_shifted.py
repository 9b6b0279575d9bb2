"""One is added to every entry of the one-hot rows."""

exercise = "38.8"
kind = "mistake"
at_most = 13.5
caught_by = "own_train:labels"
hint = "done to the labels on the way"
edits = [
    ("38.8", "augment(x, training=True), y)", "augment(x, training=True), y + 1)"),
]
