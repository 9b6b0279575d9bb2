"""One is added to the labels that fit is given, as if they counted from 0."""

exercise = "38.7"
kind = "mistake"
at_most = 12.5
caught_by = "tuning_history:epochs"
hint = "name no single class"
edits = [
    ("38.7", "    x_train,\n    y_train,\n", "    x_train,\n    y_train + 1,\n"),
]
