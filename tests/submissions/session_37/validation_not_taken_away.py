"""The validation images stay in the training split."""

exercise = "37.3"
kind = "mistake"
at_most = 7.5
caught_by = "splits:validation"
hint = "The same images stand in both splits"
edits = [
    (
        "37.3",
        "x_test, y_test = prepare_images(digit_data.x_test), digit_data.y_test",
        """x_test, y_test = prepare_images(digit_data.x_test), digit_data.y_test
x_train, y_train = prepare_images(chosen), labels""",
    ),
]
