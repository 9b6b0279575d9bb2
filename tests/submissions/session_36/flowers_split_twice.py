"""Validation is split off all flowers once more, with another seed."""

exercise = "36.8"
kind = "mistake"
mistake = 27
at_most = 14
caught_by = "splits:disjoint"
hint = "The same rows serve in two parts"
edits = [
    (
        "36.8",
        "train_test_split(rest_x, rest_y, test_size=30, stratify=rest_y, random_state=36)",
        "train_test_split(raw_x, raw_y, test_size=30, stratify=raw_y, random_state=37)\ntrain_x, y_train = train_x[:90], y_train[:90]",
    ),
]
