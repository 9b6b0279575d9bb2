"""The network is trained on the first 100 images."""

exercise = "37.5"
kind = "mistake"
mistake = 31
at_most = 14.5
caught_by = "cnn:updates"
hint = "fewer images"
edits = [
    ("37.5", "x_train, y_train, validation_data", "x_train[:100], y_train[:100], validation_data"),
]
