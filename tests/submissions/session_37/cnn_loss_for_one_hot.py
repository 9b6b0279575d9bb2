"""The loss for one-hot rows is given whole-number labels; fit stops with an error."""

exercise = "37.5"
kind = "mistake"
mistake = 1
at_most = 2
caught_by = "cnn:output_and_loss"
hint = "Whole-number labels go with the sparse loss"
edits = [
    ("37.5", 'loss="sparse_categorical_crossentropy"', 'loss="categorical_crossentropy"'),
]
