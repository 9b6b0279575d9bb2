"""The pixels are never divided."""

exercise = "37.3"
kind = "mistake"
mistake = 16
at_most = 5.5
caught_by = "splits:range"
hint = "not divided by 255"
edits = [
    ("37.3", " / 255.0", ""),
]
