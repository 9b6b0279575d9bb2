"""Softmax together with from_logits=True, in both networks: advice, no points off."""

exercise = "38.4"
kind = "alternative"
mistake = 3
edits = [
    (
        "38.4",
        'settings = {"loss": "categorical_crossentropy"',
        'settings = {"loss": keras.losses.CategoricalCrossentropy(from_logits=True)',
    ),
]
