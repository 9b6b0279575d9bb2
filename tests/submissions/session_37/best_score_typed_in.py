"""The best score is typed in."""

exercise = "37.10"
kind = "mistake"
mistake = 33
at_most = 7.25
caught_by = "best_score:studies"
hint = "No trial has this value"
edits = [
    (
        "37.10",
        "best_parameters, best_score = best_study.best_params, best_study.best_value",
        "best_parameters, best_score = best_study.best_params, 0.999",
    ),
]
