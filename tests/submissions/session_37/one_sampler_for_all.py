"""Every study uses the default sampler."""

exercise = "37.10"
kind = "mistake"
at_most = 6.5
caught_by = "studies:samplers"
hint = "Optuna takes TPE"
edits = [
    (
        "37.10",
        'optuna.create_study(direction="maximize", sampler=sampler)',
        'optuna.create_study(direction="maximize")',
    ),
]
