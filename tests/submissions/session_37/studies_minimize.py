"""The studies minimize the accuracy."""

exercise = "37.10"
kind = "mistake"
at_most = 7.5
caught_by = "studies:direction"
hint = "looks for the worst"
edits = [
    ("37.10", 'direction="maximize", ', ""),
]
