"""Labels count from 1, and a fourth output takes the overflow."""

exercise = "36.8"
kind = "mistake"
mistake = 8
at_most = 15
caught_by = "splits:labels"
hint = "Labels count from 1"
edits = [
    (
        "36.8",
        "stratify=raw_y, random_state=36)",
        "stratify=raw_y, random_state=36)\nrest_y, y_test = rest_y + 1, y_test + 1",
    ),
    ("36.8", "layers.Dense(3,", "layers.Dense(4,"),
]
