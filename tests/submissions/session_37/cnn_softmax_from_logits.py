"""Softmax together with from_logits=True: advice, no points off."""

exercise = "37.5"
kind = "alternative"
mistake = 3
edits = [
    (
        "37.5",
        'loss="sparse_categorical_crossentropy"',
        "loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
    ),
]
