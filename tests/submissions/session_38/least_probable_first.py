"""The least probable class stands first."""

exercise = "38.9"
kind = "mistake"
at_most = 5
caught_by = "predict_file:true"
hint = "least probable"
edits = [
    ("38.9", "np.argsort(-probabilities)[:k]", "np.argsort(probabilities)[:k]"),
]
