"""A validation loss exactly 20 % above the smallest one is already called overfitting."""

exercise = "37.9"
kind = "mistake"
at_most = 7.25
caught_by = "diagnose:good_fit"
hint = "exactly"
edits = [
    ("37.9", "val_loss[-1] > 1.2", "val_loss[-1] >= 1.2"),
]
