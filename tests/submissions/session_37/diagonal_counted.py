"""The most confused pair is a class with itself."""

exercise = "37.8"
kind = "mistake"
at_most = 12.5
caught_by = "most_confused:matrix"
hint = "diagonal was counted"
edits = [
    ("37.8", "off_diagonal = confusion - np.diag(np.diag(confusion))", "off_diagonal = confusion"),
]
