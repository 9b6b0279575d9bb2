"""Random search gets one trial more."""

exercise = "37.10"
kind = "mistake"
at_most = 7
caught_by = "studies:budget"
hint = "different budgets"
edits = [
    ("37.10", "n_trials=TRIALS", 'n_trials=TRIALS + (name == "random")'),
]
