"""The ratio is turned round."""

exercise = "38.6"
kind = "mistake"
at_most = 9.5
caught_by = "swap_answers:times_heavier"
hint = "other way round"
edits = [
    (
        "38.6",
        'bases[heavier]["megabytes"] / bases[lighter]["megabytes"]',
        'bases[lighter]["megabytes"] / bases[heavier]["megabytes"]',
    ),
]
