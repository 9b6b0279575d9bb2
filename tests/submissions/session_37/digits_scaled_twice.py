"""The function divides, and the splits are divided again."""

exercise = "37.3"
kind = "mistake"
mistake = 16
at_most = 6.5
caught_by = "splits:range"
hint = "divided by 255 twice"
edits = [
    (
        "37.3",
        "x_test, y_test = prepare_images(digit_data.x_test), digit_data.y_test",
        """x_test, y_test = prepare_images(digit_data.x_test), digit_data.y_test
x_train, x_val, x_test = x_train / 255, x_val / 255, x_test / 255""",
    ),
]
