"""Validation is augmented too."""

exercise = "38.8"
kind = "mistake"
mistake = 28
at_most = 13
caught_by = "own_val:untouched"
hint = "every epoch is measured on other photos"
edits = [
    (
        "38.8",
        'own_val, own_test = pipeline("val", False), pipeline("test", False)',
        'own_val = pipeline("val", False).map(lambda x, y: (augment(x, training=True), y))\nown_test = pipeline("test", False)',
    ),
]
