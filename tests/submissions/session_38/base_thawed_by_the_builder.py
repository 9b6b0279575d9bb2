"""The builder thaws the base."""

exercise = "38.3"
kind = "mistake"
mistake = 22
at_most = 6
caught_by = "model:trainable"
hint = "not frozen"
edits = [
    ("38.3", "    inputs = keras.Input", "    base_network.trainable = True\n    inputs = keras.Input"),
]
