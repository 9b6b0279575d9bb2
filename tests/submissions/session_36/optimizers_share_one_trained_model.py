"""Six optimizers go on training one and the same model, each from where the last one stopped."""

exercise = "36.6"
kind = "mistake"
mistake = 11
at_most = 9
rest = "stub"
edits = [
    ("36.6", "first_weights = new_model().get_weights()", "model = new_model()"),
    ("36.6", "    model = new_model()\n    model.set_weights(first_weights)\n", ""),
]
