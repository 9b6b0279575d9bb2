"""The whole network is set to trainable first: where it is so already, the layers inside are never told."""

exercise = "38.5"
kind = "mistake"
at_most = 8
caught_by = "apply_strategy:train_everything"
hint = "skipped where it is True already"
edits = [
    (
        "38.5",
        "    for place, layer in enumerate(network.layers):\n        may_train = everything or not isinstance(layer, layers.BatchNormalization)\n        layer.trainable = place >= first_trained and may_train",
        "    for place, layer in enumerate(network.layers):\n        if place < first_trained or not (everything or not isinstance(layer, layers.BatchNormalization)):\n            layer.trainable = False",
    ),
]
