"""Early stopping with an explicit mode, among other callbacks."""

exercise = "37.6"
kind = "alternative"
edits = [
    (
        "37.6",
        'EarlyStopping(monitor="val_loss", patience=2,',
        'EarlyStopping(monitor="val_loss", mode="min", patience=2,',
    ),
    ("37.6", "callbacks=[early_stopping]", "callbacks=[early_stopping, keras.callbacks.TerminateOnNaN()]"),
]
