"""The callback is made, and never given to fit."""

exercise = "38.7"
kind = "mistake"
at_most = 12.5
caught_by = "tuning_history:epochs"
hint = "fit did not have"
edits = [
    ("38.7", "    callbacks=[tuning_stop],\n    verbose=2,", "    verbose=2,"),
]
