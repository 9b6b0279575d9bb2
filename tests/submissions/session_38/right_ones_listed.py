"""The photos it gets right are listed."""

exercise = "38.8"
kind = "mistake"
at_most = 13.25
caught_by = "misclassified:true"
hint = "gets right"
edits = [
    ("38.8", "np.flatnonzero(true != predicted)", "np.flatnonzero(true == predicted)"),
]
