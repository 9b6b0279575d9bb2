"""The callback is made but not passed to fit."""

exercise = "36.7"
kind = "mistake"
at_most = 7
caught_by = "plateau_run:rate"
hint = "not passed to fit"
edits = [
    ("36.7", ", callbacks=[plateau_callback]", ""),
]
