"""The best of the grid counts as the best of all."""

exercise = "37.10"
kind = "mistake"
at_most = 6.5
caught_by = "best_score:studies"
hint = "best of one study only"
edits = [
    (
        "37.10",
        "max(studies.values(), key=lambda study: study.best_value)",
        "min(studies.values(), key=lambda study: study.best_value)",
    ),
]
