"""The function freezes, and never thaws."""

exercise = "38.5"
kind = "mistake"
at_most = 8
caught_by = "apply_strategy:fine-tune_part"
hint = "what was trainable before"
edits = [
    (
        "38.5",
        "layer.trainable = place >= first_trained and may_train",
        "layer.trainable = layer.trainable and place >= first_trained and may_train",
    ),
]
