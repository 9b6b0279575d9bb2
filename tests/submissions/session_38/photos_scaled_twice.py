"""Pixels are divided by 255 and then prepared as well."""

exercise = "38.1"
kind = "mistake"
mistake = 20
at_most = 6.5
caught_by = "prepare square:values"
hint = "a second time"
edits = [
    (
        "38.1",
        "keras.applications.mobilenet_v2.preprocess_input(resized)",
        "keras.applications.mobilenet_v2.preprocess_input(resized / 255)",
    ),
]
