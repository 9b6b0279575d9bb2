"""Pixels are divided by 255 and left there."""

exercise = "38.1"
kind = "mistake"
mistake = 16
at_most = 6.5
caught_by = "prepare square:values"
hint = "between 0 and 1"
edits = [
    ("38.1", "return keras.applications.mobilenet_v2.preprocess_input(resized)", "return resized / np.float32(255)"),
]
