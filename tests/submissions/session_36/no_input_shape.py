"""The model has no input shape and so no weights."""

exercise = "36.4"
kind = "mistake"
at_most = 6.5
caught_by = "build_model:parameters"
hint = "no input shape"
edits = [
    ("36.4", "            keras.Input((4,)),\n", ""),
]
