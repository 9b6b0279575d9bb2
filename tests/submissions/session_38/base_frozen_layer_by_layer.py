"""Every layer is frozen by itself."""

exercise = "38.2"
kind = "alternative"
edits = [
    ("38.2", "network.trainable = False", "for layer in network.layers:\n        layer.trainable = False"),
]
