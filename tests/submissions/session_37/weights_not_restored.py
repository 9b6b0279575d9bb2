"""Early stopping stops, and keeps the weights of the last epoch."""

exercise = "37.6"
kind = "mistake"
mistake = 14
at_most = 8
caught_by = "early_stopping:restores"
hint = "only stops"
edits = [
    ("37.6", ", restore_best_weights=True", ""),
]
