"""The measurements are only centred, and the one-hot labels are smoothed."""

exercise = "36.8"
kind = "alternative"
edits = [
    ("36.8", "StandardScaler().fit(train_x)", "StandardScaler(with_std=False).fit(train_x)"),
    (
        "36.8",
        "iris_model = build_iris_model()",
        "y_train, y_val, y_test = (keras.utils.to_categorical(y, 3) for y in (y_train, y_val, y_test))\niris_model = build_iris_model()",
    ),
    (
        "36.8",
        'loss="sparse_categorical_crossentropy"',
        "loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.05)",
    ),
    ("36.8", "learning_rate=0.01", "learning_rate=0.02"),
]
