"""Only the width is kept from going below zero."""

exercise = "36.5"
kind = "mistake"
at_most = 11.25
caught_by = "box_iou:edges"
hint = "negative width times a negative height"
edits = [
    (
        "36.5",
        "tf.maximum(tf.minimum(a[:, 2:], b[:, 2:]) - tf.maximum(a[:, :2], b[:, :2]), 0.0)",
        "tf.minimum(a[:, 2:], b[:, 2:]) - tf.maximum(a[:, :2], b[:, :2])",
    ),
    ("36.5", "shared = sides[:, 0] * sides[:, 1]", "shared = tf.maximum(sides[:, 0], 0.0) * sides[:, 1]"),
]
