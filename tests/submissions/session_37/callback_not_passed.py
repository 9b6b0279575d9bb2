"""The callback is made, and never given to fit."""

exercise = "37.6"
kind = "mistake"
at_most = 9.5
caught_by = "stopped_history:stopped"
hint = "fit did not have the callback"
edits = [
    ("37.6", "    callbacks=[early_stopping],\n    verbose=2,", "    verbose=2,"),
]
