"""EarlyStopping watches the training loss."""

exercise = "38.7"
kind = "mistake"
mistake = 14
at_most = 12.5
caught_by = "tuning_stop:settings"
hint = "overfits"
edits = [
    ("38.7", 'monitor="val_loss"', 'monitor="loss"'),
]
