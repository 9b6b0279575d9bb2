"""The error does not say which file."""

exercise = "38.9"
kind = "mistake"
at_most = 6.5
caught_by = "predict_file:bad_file"
hint = "which file"
edits = [
    ("38.9", 'f"{path} is missing or not an image"', '"missing or not an image"'),
]
