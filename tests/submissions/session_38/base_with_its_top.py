"""The base keeps its top."""

exercise = "38.2"
kind = "mistake"
at_most = 4.5
caught_by = "base_model:network"
hint = "thousand classes"
edits = [
    ("38.2", "include_top=False, weights=WEIGHTS", "include_top=True, weights=None"),
]
