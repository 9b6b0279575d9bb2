"""Both trainings slow down when the loss no longer falls, and so end at different rates."""

exercise = "38.4"
kind = "alternative"
edits = [
    (
        "38.4",
        '"verbose": 2}',
        '"verbose": 2, "callbacks": [keras.callbacks.ReduceLROnPlateau(monitor="loss", min_delta=1, patience=1)]}',
    ),
]
