"""The batch axis is left in the feature shape."""

exercise = "38.2"
kind = "mistake"
at_most = 7
caught_by = "feature_shape:true"
hint = "batch axis"
edits = [
    ("38.2", "base_model.output_shape[1:]", "base_model.output_shape"),
]
