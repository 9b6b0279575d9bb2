"""The labels are turned into one-hot rows."""

exercise = "37.3"
kind = "mistake"
at_most = 7.75
caught_by = "splits:labels_rank"
hint = "take the digit itself"
edits = [
    (
        "37.3",
        "x_test, y_test = prepare_images(digit_data.x_test), digit_data.y_test",
        """x_test, y_test = prepare_images(digit_data.x_test), digit_data.y_test
y_train, y_val, y_test = (keras.utils.to_categorical(y, 10) for y in (y_train, y_val, y_test))""",
    ),
]
