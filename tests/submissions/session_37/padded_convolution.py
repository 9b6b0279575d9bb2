"""The first convolution is padded."""

exercise = "37.4"
kind = "mistake"
at_most = 6.6
caught_by = "build_cnn:layer_1"
hint = "padding='same'"
edits = [
    ("37.4", "32, 3, activation", '32, 3, padding="same", activation'),
]
