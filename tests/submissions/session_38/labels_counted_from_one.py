"""`one_hot` counts labels from 1."""

exercise = "38.1"
kind = "mistake"
mistake = 8
at_most = 7
caught_by = "one_hot:values"
hint = "first column"
edits = [
    (
        "38.1",
        "keras.utils.to_categorical(labels, classes)",
        "keras.utils.to_categorical((labels + 1) % classes, classes)",
    ),
]
