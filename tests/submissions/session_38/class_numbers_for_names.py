"""Class numbers instead of names."""

exercise = "38.9"
kind = "mistake"
at_most = 5
caught_by = "predict_file:pairs"
hint = "class_names"
edits = [
    ("38.9", "(photos.class_names[i], float", "(int(i), float"),
]
