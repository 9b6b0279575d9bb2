"""The function freezes, and never thaws."""

exercise = "38.5"
kind = "mistake"
at_most = 8
caught_by = "apply_strategy:fine-tune_part"
hint = ""
edits = [
    (
        "38.5",
        'network.trainable = False  # Keras passes the setting on only where it changes\n    network.trainable = strategy != "train the head"',
        'network.trainable = network.trainable and strategy != "train the head"',
    ),
]
