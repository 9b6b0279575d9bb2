"""Nothing scales the pixels."""

exercise = "38.1"
kind = "mistake"
mistake = 16
at_most = 6.5
caught_by = "prepare oblong:values"
hint = "nothing scaled them"
edits = [
    ("38.1", "return keras.applications.mobilenet_v2.preprocess_input(resized)", "return resized"),
]
