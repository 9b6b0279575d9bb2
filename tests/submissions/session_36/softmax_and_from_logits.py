"""Softmax together with from_logits=True: advice, no points off."""

exercise = "36.8"
kind = "alternative"
mistake = 3
edits = [
    (
        "36.8",
        'loss="sparse_categorical_crossentropy"',
        "loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
    ),
]
