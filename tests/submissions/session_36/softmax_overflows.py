"""The logits are not shifted, so exp overflows."""

exercise = "36.2"
kind = "mistake"
at_most = 6.5
caught_by = "softmax:stable"
hint = "exp(1000) is infinity"
edits = [
    ("36.2", "tf.exp(z - tf.reduce_max(z, axis=-1, keepdims=True))", "tf.exp(z)"),
]
