"""256 divides the pixels."""

exercise = "37.3"
kind = "mistake"
at_most = 4
caught_by = "x_train:known"
hint = "Something other than 255"
edits = [
    ("37.3", " / 255.0", " / 256"),
]
