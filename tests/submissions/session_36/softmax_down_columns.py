"""The sum runs down the columns."""

exercise = "36.2"
kind = "mistake"
at_most = 6
caught_by = "softmax:values"
hint = "sum runs down the columns"
edits = [
    ("36.2", "tf.reduce_sum(e, axis=-1, keepdims=True)", "tf.reduce_sum(e, axis=0, keepdims=True)"),
]
