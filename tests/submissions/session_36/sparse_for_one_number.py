"""The loss for one-hot labels picked for whole-number labels."""

exercise = "36.5"
kind = "mistake"
mistake = 1
at_most = 11.4
caught_by = "picks:iris species"
hint = "labels are whole numbers"
edits = [
    ("36.5", '"sparse_categorical_crossentropy")', '"categorical_crossentropy")'),
]
