"""`softmax` hands its logits back: simple operations, and none of them the right one."""

exercise = "36.2"
kind = "mistake"
at_most = 4.5
caught_by = "softmax:values"
hint = "not exp(z) divided"
edits = [
    ("36.2", "    return e / tf.reduce_sum(e, axis=-1, keepdims=True)", "    return tf.identity(z)"),
]
