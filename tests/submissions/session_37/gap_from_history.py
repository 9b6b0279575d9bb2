"""The training accuracy of the gap comes from the History, measured with dropout on."""

exercise = "37.7"
kind = "mistake"
at_most = 8.5
caught_by = "dropout_gap:true"
hint = "dropout on"
edits = [
    ("37.7", "model.evaluate(x_small, y_small, verbose=0)[1] - ", 'history.history["accuracy"][-1] - '),
]
