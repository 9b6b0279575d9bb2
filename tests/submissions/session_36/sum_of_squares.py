"""The squares are summed instead of averaged."""

exercise = "36.3"
kind = "mistake"
at_most = 6.5
caught_by = "train_step:loss"
hint = "squares were summed"
edits = [
    ("36.3", "tf.reduce_mean", "tf.reduce_sum"),
]
