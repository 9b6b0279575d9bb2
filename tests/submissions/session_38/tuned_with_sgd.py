"""SGD with momentum, clipped by value."""

exercise = "38.7"
kind = "alternative"
edits = [
    (
        "38.7",
        "keras.optimizers.Adam(learning_rate=5e-5, clipnorm=1.0)",
        "keras.optimizers.SGD(learning_rate=1e-4, momentum=0.9, clipvalue=0.5)",
    ),
]
