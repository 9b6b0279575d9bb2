"""Sorted data are cut off at the end."""

exercise = "36.8"
kind = "mistake"
mistake = 10
at_most = 14.5
caught_by = "splits:stratified"
hint = "sorted by species"
edits = [
    (
        "36.8",
        "rest_x, test_x, rest_y, y_test = train_test_split(raw_x, raw_y, test_size=30, stratify=raw_y, random_state=1)",
        "rest_x, test_x, rest_y, y_test = train_test_split(raw_x, raw_y, test_size=30, shuffle=False)",
    ),
    (
        "36.8",
        "train_test_split(rest_x, rest_y, test_size=30, stratify=rest_y, random_state=1)",
        "train_test_split(rest_x, rest_y, test_size=30, shuffle=False)",
    ),
]
