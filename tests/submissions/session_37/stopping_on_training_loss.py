"""Early stopping watches the training loss."""

exercise = "37.6"
kind = "mistake"
mistake = 14
at_most = 7.5
caught_by = "early_stopping:monitor"
hint = "sees no overfitting"
edits = [
    ("37.6", 'EarlyStopping(monitor="val_loss"', 'EarlyStopping(monitor="loss"'),
]
