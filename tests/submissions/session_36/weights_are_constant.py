"""The weights are a constant, which nothing can train."""

exercise = "36.1"
kind = "mistake"
at_most = 7.5
caught_by = "weights:given"
hint = "holds a tensor"
edits = [
    ("36.1", "tf.Variable(tf.zeros((4, 3)))", "tf.zeros((4, 3))"),
]
