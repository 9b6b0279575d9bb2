"""The validation photos are prepared at another size than the base is used at."""

exercise = "38.1"
kind = "mistake"
at_most = 7
caught_by = "x_val:size"
hint = "another one than the base is used at"
edits = [
    ("38.1", "prepare(photos.x_val, IMAGE_SIZE)", "prepare(photos.x_val, IMAGE_SIZE + 32)"),
]
