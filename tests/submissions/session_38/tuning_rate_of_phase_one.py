"""Phase one's learning rate is kept."""

exercise = "38.7"
kind = "mistake"
mistake = 25
at_most = 12.5
caught_by = "fine_model:rate"
hint = "wipe out"
edits = [
    ("38.7", "learning_rate=5e-5", "learning_rate=1e-3"),
]
