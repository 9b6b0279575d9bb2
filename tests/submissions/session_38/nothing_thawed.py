"""The base stays frozen."""

exercise = "38.7"
kind = "mistake"
at_most = 12
caught_by = "fine_model:moved"
hint = "Fewer layers"
edits = [
    ("38.7", "fine_base.trainable = True", "fine_base.trainable = False"),
]
