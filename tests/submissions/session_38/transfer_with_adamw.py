"""Both networks with AdamW, and an extra metric."""

exercise = "38.4"
kind = "alternative"
edits = [
    (
        "38.4",
        "model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), **settings)\nhead_history",
        'model.compile(optimizer=keras.optimizers.AdamW(learning_rate=0.002), loss="categorical_crossentropy", metrics=["accuracy", keras.metrics.TopKCategoricalAccuracy(2, name="top2")])\nhead_history',
    ),
    (
        "38.4",
        "scratch_model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), **settings)",
        "scratch_model.compile(optimizer=keras.optimizers.AdamW(learning_rate=0.002), **settings)",
    ),
    (
        "38.4",
        "test_loss, test_accuracy = model.evaluate(x_test, y_test, verbose=0)",
        "test_loss, test_accuracy, _ = model.evaluate(x_test, y_test, verbose=0)",
    ),
]
