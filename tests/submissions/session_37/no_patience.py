"""The first unlucky epoch ends the training."""

exercise = "37.6"
kind = "mistake"
at_most = 9.5
caught_by = "early_stopping:patience"
hint = "one unlucky epoch"
edits = [
    ("37.6", "patience=2", "patience=0"),
]
