"""The two rates are exchanged."""

exercise = "37.7"
kind = "mistake"
at_most = 9
caught_by = "build_dropout_cnn:rates"
hint = "exchanged"
edits = [
    ("37.7", "layers.Dropout(0.25)", "layers.Dropout(0.75 - 0.25)"),
    ("37.7", "layers.Dropout(0.5)", "layers.Dropout(0.25)"),
]
