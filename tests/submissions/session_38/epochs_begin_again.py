"""initial_epoch is missing."""

exercise = "38.7"
kind = "mistake"
mistake = 26
at_most = 12.5
caught_by = "tuning_history:epochs"
hint = "begin at 0"
edits = [
    ("38.7", "    initial_epoch=done,\n    epochs=done + course", "    epochs=course"),
]
