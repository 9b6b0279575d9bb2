"""The second convolution has no activation."""

exercise = "37.4"
kind = "mistake"
at_most = 7.35
caught_by = "build_cnn:layer_3"
hint = "ReLU is what makes them more"
edits = [
    ("37.4", '64, 3, activation="relu"', "64, 3"),
]
