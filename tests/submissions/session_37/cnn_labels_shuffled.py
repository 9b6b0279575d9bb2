"""The labels are shuffled apart from their images."""

exercise = "37.5"
kind = "mistake"
mistake = 19
at_most = 9
caught_by = "cnn:sealed_accuracy"
hint = "guessing"
edits = [
    (
        "37.5",
        "x_train, y_train, validation_data",
        "x_train, np.random.default_rng(0).permutation(y_train), validation_data",
    ),
]
