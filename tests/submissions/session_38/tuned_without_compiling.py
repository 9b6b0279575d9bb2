"""The base is thawed after the training has begun, without compiling again."""

exercise = "38.7"
kind = "mistake"
mistake = 23
at_most = 12
caught_by = "fine_model:moved"
hint = "noted there"
edits = [
    ("38.7", "fine_base.trainable = True\nfor", "fine_base.trainable = False\nfor"),
    (
        "38.7",
        "tuning_stop = keras",
        "fine_model.fit(x_train, y_train, epochs=1, verbose=0)\nfor layer in fine_base.layers[-30:]:\n    layer.trainable = not isinstance(layer, layers.BatchNormalization)\ntuning_stop = keras",
    ),
]
