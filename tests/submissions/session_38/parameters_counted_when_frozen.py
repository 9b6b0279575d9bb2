"""Only trainable parameters are counted."""

exercise = "38.2"
kind = "mistake"
at_most = 7.5
caught_by = "base_parameters:true"
hint = "frozen or not"
edits = [
    ("38.2", "base_model.count_params()", "sum(int(np.prod(w.shape)) for w in base_model.trainable_weights)"),
]
