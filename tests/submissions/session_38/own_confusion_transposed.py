"""Rows and columns are exchanged."""

exercise = "38.8"
kind = "mistake"
mistake = 18
at_most = 13
caught_by = "own_confusion:true"
hint = "exchanged"
edits = [
    ("38.8", "np.add.at(own_confusion, (true, predicted), 1)", "np.add.at(own_confusion, (predicted, true), 1)"),
]
