"""Learning rates are drawn on a linear scale."""

exercise = "37.10"
kind = "mistake"
at_most = 7
caught_by = "studies:space"
hint = "linear scale"
edits = [
    ("37.10", '*SPACE["learning_rate"], log=True', '*SPACE["learning_rate"]'),
]
