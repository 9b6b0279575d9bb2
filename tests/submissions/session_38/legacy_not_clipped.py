"""Nothing is clipped."""

exercise = "38.10"
kind = "mistake"
at_most = 5
caught_by = "compile_model:optimizer"
hint = "Nothing limits"
edits = [
    ("38.10", ", clipnorm=1.0", ""),
]
