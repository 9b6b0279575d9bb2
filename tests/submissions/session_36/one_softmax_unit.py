"""A single unit with softmax, which always says 1."""

exercise = "36.4"
kind = "mistake"
mistake = 5
at_most = 5
caught_by = "build_model:layers"
hint = "an output of its own"
edits = [
    ("36.4", "layers.Dense(3,", "layers.Dense(1,"),
]
