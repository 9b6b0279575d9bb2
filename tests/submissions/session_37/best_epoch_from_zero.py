"""The best epoch is given as a place in the list."""

exercise = "37.6"
kind = "mistake"
at_most = 8.5
caught_by = "best_epoch:curve"
hint = "counted from 0"
edits = [
    ("37.6", '["val_loss"])) + 1', '["val_loss"]))'),
]
