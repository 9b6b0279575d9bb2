"""The function freezes, and never thaws."""

exercise = "38.5"
kind = "mistake"
at_most = 8
caught_by = "apply_strategy:fine-tune_part"
hint = ""
edits = [
    ("38.5", "network.trainable = trained > 0", "network.trainable = network.trainable and trained > 0"),
]
