"""Global average pooling in the place of Flatten."""

exercise = "37.4"
kind = "mistake"
at_most = 6.6
caught_by = "build_cnn:layer_5"
hint = "where something was seen is lost"
edits = [
    ("37.4", "layers.Flatten()", "layers.GlobalAveragePooling2D()"),
]
