"""The network has no input shape."""

exercise = "37.4"
kind = "mistake"
at_most = 6.25
caught_by = "build_cnn:rebuilt"
hint = "keras.Input"
edits = [
    ("37.4", "keras.Input((28, 28, 1)),", ""),
]
