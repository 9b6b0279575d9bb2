"""Whole-number division throws every grey away."""

exercise = "37.3"
kind = "mistake"
mistake = 16
at_most = 4.5
caught_by = "splits:range"
hint = "Whole-number division"
edits = [
    ("37.3", '.astype("float32") / 255.0', " // 255"),
]
