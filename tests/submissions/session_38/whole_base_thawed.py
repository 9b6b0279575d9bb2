"""The whole base is thawed."""

exercise = "38.7"
kind = "mistake"
mistake = 22
at_most = 12.5
caught_by = "fine_model:early_layers"
hint = "More than its last layers"
edits = [
    ("38.7", "fine_base.layers[:-30]", "fine_base.layers[:0]"),
]
