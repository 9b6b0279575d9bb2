"""The output layer has a ReLU."""

exercise = "37.4"
kind = "mistake"
mistake = 6
at_most = 7
caught_by = "build_cnn:output"
hint = "ReLU turns every negative score into 0"
edits = [
    ("37.4", 'layers.Dense(10, activation="softmax")', 'layers.Dense(10, activation="relu")'),
]
