"""The run called momentum has a momentum too small to carry it anywhere."""

exercise = "36.6"
kind = "mistake"
at_most = 9.5
caught_by = "optimizer_runs:momentum"
hint = "another one than the task gives"
edits = [
    ("36.6", "momentum=0.9", "momentum=0.09"),
]
