"""The best network is trained with other settings."""

exercise = "37.10"
kind = "mistake"
at_most = 5.5
caught_by = "best_model:reproduces"
hint = "other settings"
edits = [
    ("37.10", "best_model = train_trial(**best_parameters)", "best_model = train_trial(1e-4, 4)"),
]
