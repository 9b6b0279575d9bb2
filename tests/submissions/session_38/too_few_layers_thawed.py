"""Only the last 20 layers are thawed."""

exercise = "38.5"
kind = "mistake"
at_most = 9
caught_by = "apply_strategy:fine-tune_the_top"
hint = "Fewer layers"
edits = [
    ("38.5", '"fine-tune the top": 30', '"fine-tune the top": 20'),
]
