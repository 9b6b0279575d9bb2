"""Whole-number division throws every grey away."""

exercise = "36.1"
kind = "mistake"
mistake = 16
at_most = 7
caught_by = "as_image_batch:range"
hint = "Whole-number division"
edits = [
    ("36.1", "tf.cast(pixels, tf.float32) / 255.0", "tf.cast(pixels // 255, tf.float32)"),
]
