"""The best weights are not restored."""

exercise = "38.7"
kind = "mistake"
mistake = 14
at_most = 12.5
caught_by = "tuning_stop:settings"
hint = "last epoch"
edits = [
    ("38.7", ", restore_best_weights=True", ""),
]
