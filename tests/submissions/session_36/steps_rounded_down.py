"""The last, smaller batch is forgotten."""

exercise = "36.10"
kind = "mistake"
mistake = 13
at_most = 8
caught_by = "steps_per_epoch:formula"
hint = "Rounding down"
edits = [
    ("36.10", "-(-n // batch_size)", "n // batch_size"),
]
