"""The second dropout stands behind the output."""

exercise = "37.7"
kind = "mistake"
at_most = 8.5
caught_by = "build_dropout_cnn:places"
hint = "behind the output"
edits = [
    ("37.7", "            layers.Dropout(0.5),\n", ""),
    (
        "37.7",
        '            layers.Dense(10, activation="softmax"),',
        '            layers.Dense(10, activation="softmax"),\n            layers.Dropout(0.5),',
    ),
]
