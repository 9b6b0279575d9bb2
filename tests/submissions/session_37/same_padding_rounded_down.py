"""Places are rounded down although the padding is “same”."""

exercise = "37.2"
kind = "mistake"
at_most = 7
caught_by = "conv_output_size:padded"
hint = "round up"
edits = [
    ("37.2", "-(-size // stride)", "size // stride"),
]
