"""The predicted name comes first."""

exercise = "37.8"
kind = "mistake"
at_most = 12.5
caught_by = "most_confused:matrix"
hint = "order is reversed"
edits = [
    (
        "37.8",
        "most_confused = (fashion_names[row], fashion_names[column])",
        "most_confused = (fashion_names[column], fashion_names[row])",
    ),
]
