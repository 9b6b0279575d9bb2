"""The random layers are called outside of training."""

exercise = "38.8"
kind = "mistake"
at_most = 13
caught_by = "own_train:augmented"
hint = "told that this is training"
edits = [
    ("38.8", "augment(x, training=True)", "augment(x, training=False)"),
]
