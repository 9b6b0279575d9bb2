"""The dtype of the matrix is left to TensorFlow, which takes int32 for whole numbers."""

exercise = "36.1"
kind = "mistake"
at_most = 7
caught_by = "matrix:made"
hint = "Without dtype="
edits = [
    ("36.1", ", dtype=tf.float32", ""),
]
