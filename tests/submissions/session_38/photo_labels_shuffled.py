"""The training labels are put in another order."""

exercise = "38.1"
kind = "mistake"
mistake = 19
at_most = 7.5
caught_by = "y_train:labels"
hint = "different orders"
edits = [
    ("38.1", "one_hot(photos.y_train, CLASSES)", "one_hot(np.roll(photos.y_train, 1), CLASSES)"),
]
