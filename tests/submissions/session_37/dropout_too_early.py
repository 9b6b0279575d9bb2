"""Dropout is added before the exercise that asks for it."""

exercise = "37.4"
kind = "mistake"
at_most = 7.3
caught_by = "build_cnn:layers"
hint = "Something was added"
edits = [
    ("37.4", "layers.Flatten(),", "layers.Dropout(0.5), layers.Flatten(),"),
]
