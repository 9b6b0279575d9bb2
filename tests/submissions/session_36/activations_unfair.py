"""Each activation starts from weights of its own."""

exercise = "36.9"
kind = "mistake"
mistake = 11
at_most = 8
caught_by = "activation_runs:same_start"
hint = "luck is compared"
edits = [
    ("36.9", "    model.set_weights(same_weights)\n", ""),
]
