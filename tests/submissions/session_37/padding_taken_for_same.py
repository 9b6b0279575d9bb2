"""The first convolution is taken to keep height and width."""

exercise = "37.2"
kind = "mistake"
at_most = 7.7
caught_by = "output_shapes:conv_1"
hint = "only with padding='same'"
edits = [
    ("37.2", "(26, 26, 32)", "(28, 28, 32)"),
]
