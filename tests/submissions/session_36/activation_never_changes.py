"""The activation of the loop does not reach the layer."""

exercise = "36.9"
kind = "mistake"
at_most = 8
caught_by = "activation_runs:hidden"
hint = "does not reach the layer"
edits = [
    ("36.9", "new_model(name)", "new_model()"),
]
