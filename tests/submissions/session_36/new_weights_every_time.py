"""Each run draws its own first weights."""

exercise = "36.6"
kind = "mistake"
mistake = 11
at_most = 7.5
caught_by = "optimizer_runs:same_start"
hint = "luck is compared"
edits = [
    ("36.6", "    model.set_weights(first_weights)\n", ""),
]
