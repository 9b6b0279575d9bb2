"""The function of 38.5 is used; accuracy is watched."""

exercise = "38.7"
kind = "alternative"
edits = [
    (
        "38.7",
        "fine_base.trainable = True\nfor layer in fine_base.layers[:-30]:\n    layer.trainable = False\nfor layer in fine_base.layers:\n    if isinstance(layer, layers.BatchNormalization):\n        layer.trainable = False",
        'apply_strategy(fine_model, "fine-tune the top")',
    ),
    ("38.7", 'monitor="val_loss"', 'monitor="val_accuracy"'),
]
