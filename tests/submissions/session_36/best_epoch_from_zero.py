"""np.argmin counts from 0, and the epoch is not corrected."""

exercise = "36.10"
kind = "mistake"
mistake = 26
at_most = 9.25
caught_by = "best_epoch:curve"
hint = "counts from 0"
edits = [
    ("36.10", "int(np.argmin(val_loss)) + 1", "int(np.argmin(val_loss))"),
]
