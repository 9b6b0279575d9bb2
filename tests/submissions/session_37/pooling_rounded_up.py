"""An odd height is rounded up in pooling."""

exercise = "37.2"
kind = "mistake"
at_most = 6.7
caught_by = "output_shapes:pool_2"
hint = "it rounds down, not up"
edits = [
    ("37.2", "(5, 5, 64)", "(6, 6, 64)"),
    ("37.2", "(1600,)", "(2304,)"),
    ("37.2", "1600 * 64 + 64", "2304 * 64 + 64"),
]
