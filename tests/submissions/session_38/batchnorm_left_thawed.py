"""BatchNorm is thawed with the last layers."""

exercise = "38.7"
kind = "mistake"
mistake = 24
at_most = 11
caught_by = "fine_model:batchnorm_statistics"
hint = "training=False does not protect"
edits = [
    ("38.7", "    if isinstance(layer, layers.BatchNormalization):\n        layer.trainable = False", "    pass"),
]
