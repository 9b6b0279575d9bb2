"""The network with dropout is also a smaller one."""

exercise = "37.7"
kind = "mistake"
at_most = 9.5
caught_by = "build_dropout_cnn:network"
hint = "More than dropout was changed"
edits = [
    (
        "37.7",
        'layers.Conv2D(64, 3, activation="relu"),\n            layers.MaxPooling2D(),\n            layers.Flatten()',
        'layers.Conv2D(16, 3, activation="relu"),\n            layers.MaxPooling2D(),\n            layers.Flatten()',
    ),
]
