"""A bad file brings a library's own error."""

exercise = "38.9"
kind = "mistake"
at_most = 6.5
caught_by = "predict_file:bad_file"
hint = "library"
edits = [
    ("38.9", 'raise ValueError(f"{path} is missing or not an image") from error', "raise"),
]
