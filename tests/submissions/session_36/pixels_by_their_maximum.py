"""The pixels are divided by the largest one instead of 255."""

exercise = "36.1"
kind = "mistake"
at_most = 7
caught_by = "as_image_batch:range"
hint = "other than 255"
edits = [
    ("36.1", "/ 255.0", "/ tf.cast(tf.reduce_max(pixels), tf.float32)"),
]
