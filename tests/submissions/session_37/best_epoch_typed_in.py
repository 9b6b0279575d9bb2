"""The best epoch is typed in."""

exercise = "37.6"
kind = "mistake"
mistake = 33
at_most = 8.5
caught_by = "best_epoch:curve"
hint = "does not follow from this curve"
edits = [
    ("37.6", 'best_epoch = int(np.argmin(long_history.history["val_loss"])) + 1', "best_epoch = 1"),
]
