"""The callback watches the training loss."""

exercise = "36.7"
kind = "mistake"
mistake = 14
at_most = 6.5
caught_by = "plateau_callback:settings"
hint = "already overfits"
edits = [
    ("36.7", 'monitor="val_loss"', 'monitor="loss"'),
]
