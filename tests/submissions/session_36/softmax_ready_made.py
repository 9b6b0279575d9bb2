"""The ready-made softmax is called."""

exercise = "36.2"
kind = "mistake"
at_most = 7.25
caught_by = "softmax:built"
hint = "what happens inside"
edits = [
    ("36.2", "e = tf.exp(z - tf.reduce_max(z, axis=-1, keepdims=True))  # (n, classes), at most 1\n", ""),
    ("36.2", "    return e / tf.reduce_sum(e, axis=-1, keepdims=True)", "return tf.nn.softmax(z)"),
]
