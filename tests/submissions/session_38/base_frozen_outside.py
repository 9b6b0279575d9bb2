"""The base is frozen outside of the loader."""

exercise = "38.2"
kind = "mistake"
at_most = 7
caught_by = "load_base:frozen"
hint = "outside of the function"
edits = [
    ("38.2", "    network.trainable = False\n    return network", "    return network"),
    ("38.2", "base_model = load_base()", "base_model = load_base()\nbase_model.trainable = False"),
]
