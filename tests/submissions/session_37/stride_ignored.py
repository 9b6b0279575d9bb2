"""The formula has no use for its stride."""

exercise = "37.2"
kind = "mistake"
at_most = 6.25
caught_by = "conv_output_size:strided"
hint = "argument stride makes no difference"
edits = [
    ("37.2", "-(-size // stride)", "size"),
    ("37.2", "(size - kernel) // stride + 1", "size - kernel + 1"),
]
