"""The run called momentum has none."""

exercise = "36.6"
kind = "mistake"
at_most = 9.5
caught_by = "optimizer_runs:momentum"
hint = "both SGD"
edits = [
    ("36.6", ", momentum=0.9", ""),
]
