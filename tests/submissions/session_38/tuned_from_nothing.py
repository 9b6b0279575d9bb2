"""fine_model is built anew, its head untrained."""

exercise = "38.7"
kind = "mistake"
mistake = 30
at_most = 12.5
caught_by = "fine_model:sealed_accuracy"
hint = "its head is not the trained one"
edits = [
    (
        "38.7",
        "keras.utils.set_random_seed(course.seed)",
        "keras.utils.set_random_seed(course.seed)\nfor layer in fine_model.layers[-2:]:\n    layer.set_weights([np.zeros_like(w) for w in layer.get_weights()])",
    ),
]
