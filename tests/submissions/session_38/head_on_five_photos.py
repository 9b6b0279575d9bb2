"""The head sees five photos."""

exercise = "38.4"
kind = "mistake"
mistake = 31
at_most = 10
caught_by = "model:sealed_accuracy"
hint = "too few photos"
edits = [
    ("38.4", "head_history = model.fit(x_train, y_train, ", "head_history = model.fit(x_train[:5], y_train[:5], "),
]
