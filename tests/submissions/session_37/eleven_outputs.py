"""One output too many."""

exercise = "37.4"
kind = "mistake"
mistake = 7
at_most = 6.6
caught_by = "build_cnn:layer_7"
hint = "another number of neurons"
edits = [
    ("37.4", "Dense(10,", "Dense(11,"),
]
