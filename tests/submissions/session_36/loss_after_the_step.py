"""The loss is measured after the update."""

exercise = "36.3"
kind = "mistake"
at_most = 8
caught_by = "train_step:loss"
hint = "measured after the update"
edits = [
    ("36.3", "    return loss", "    return tf.reduce_mean(tf.square(w * x + b - y))"),
]
