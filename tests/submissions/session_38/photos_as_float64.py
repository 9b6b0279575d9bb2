"""The photos are float64."""

exercise = "38.1"
kind = "mistake"
at_most = 7.5
caught_by = "prepare:dtype"
hint = "more memory"
edits = [
    (
        "38.1",
        "return keras.applications.mobilenet_v2.preprocess_input(resized)",
        'return keras.applications.mobilenet_v2.preprocess_input(resized).astype("float64")',
    ),
]
