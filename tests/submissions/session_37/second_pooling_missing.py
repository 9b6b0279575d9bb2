"""The second pooling is missing."""

exercise = "37.4"
kind = "mistake"
at_most = 5.9
caught_by = "build_cnn:layer_4"
hint = "is missing, or stands at another place"
edits = [
    ("37.4", "layers.MaxPooling2D(),  # (batch, 5, 5, 64)", ""),
]
