"""The classifier is frozen, head included."""

exercise = "38.3"
kind = "mistake"
at_most = 7
caught_by = "model:trainable"
hint = "head included"
edits = [
    ("38.3", "model = build_classifier(base_model)", "model = build_classifier(base_model)\nmodel.trainable = False"),
]
