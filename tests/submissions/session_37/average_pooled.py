"""The windows are averaged."""

exercise = "37.1"
kind = "mistake"
at_most = 6.5
caught_by = "max_pool:flat"
hint = "max pooling keeps the largest"
edits = [
    ("37.1", "windows.max(", "windows.mean("),
]
