"""An epoch is counted twice."""

exercise = "38.7"
kind = "mistake"
mistake = 26
at_most = 12.5
caught_by = "tuning_history:epochs"
hint = "counted twice"
edits = [
    ("38.7", "initial_epoch=done,\n    epochs=done + course", "initial_epoch=done - 1,\n    epochs=done - 1 + course"),
]
