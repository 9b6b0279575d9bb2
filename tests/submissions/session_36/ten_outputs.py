"""Ten outputs for three species."""

exercise = "36.4"
kind = "mistake"
mistake = 7
at_most = 5
caught_by = "build_model:layers"
hint = "an output of its own"
edits = [
    ("36.4", "layers.Dense(3,", "layers.Dense(10,"),
]
