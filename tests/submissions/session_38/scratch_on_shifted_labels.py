"""One is added to the labels that the baseline is trained on, as if they counted from 0."""

exercise = "38.4"
kind = "mistake"
at_most = 12.5
caught_by = "scratch_model:fair"
hint = "name no single class"
edits = [
    ("38.4", "scratch_model.fit(x_train, y_train,", "scratch_model.fit(x_train, y_train + 1,"),
]
