"""`one_hot` gives the labels back."""

exercise = "38.1"
kind = "mistake"
mistake = 1
at_most = 7
caught_by = "one_hot:values"
hint = "still whole numbers"
edits = [
    ("38.1", 'return keras.utils.to_categorical(labels, classes).astype("float32")', "return np.asarray(labels)"),
]
