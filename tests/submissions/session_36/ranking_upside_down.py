"""The ranking runs from worst to best."""

exercise = "36.6"
kind = "mistake"
at_most = 8
caught_by = "ranking:order"
hint = "from the highest loss to the lowest"
edits = [
    ("36.6", '["val_loss"][-1])', '["val_loss"][-1], reverse=True)'),
]
