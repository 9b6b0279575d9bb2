"""The test photos are used for validation."""

exercise = "38.1"
kind = "mistake"
mistake = 15
at_most = 7.5
caught_by = "x_val:part"
hint = "another part"
edits = [
    (
        "38.1",
        "prepare(photos.x_val, IMAGE_SIZE), one_hot(photos.y_val, CLASSES)",
        "prepare(photos.x_test, IMAGE_SIZE), one_hot(photos.y_test, CLASSES)",
    ),
]
