"""The squared error of one-hot rows serves as loss."""

exercise = "37.5"
kind = "mistake"
at_most = 13
caught_by = "cnn:output_and_loss"
hint = "does not compare classes"
edits = [
    (
        "37.5",
        "cnn = build_cnn()",
        """y_train, y_val, y_test = (keras.utils.to_categorical(y, 10) for y in (y_train, y_val, y_test))
cnn = build_cnn()""",
    ),
    ("37.5", "sparse_categorical_crossentropy", "mean_squared_error"),
]
