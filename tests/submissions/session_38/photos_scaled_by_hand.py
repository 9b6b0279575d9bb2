"""The scaling is written out."""

exercise = "38.1"
kind = "alternative"
edits = [
    (
        "38.1",
        "return keras.applications.mobilenet_v2.preprocess_input(resized)",
        "return resized / np.float32(127.5) - 1",
    ),
]
