"""The eleventh value is taken for the tenth."""

exercise = "36.9"
kind = "mistake"
at_most = 9
caught_by = "activation_table:loss_at_10"
hint = "index 9"
edits = [
    ("36.9", 'curves["val_loss"][9]', 'curves["val_loss"][10]'),
]
