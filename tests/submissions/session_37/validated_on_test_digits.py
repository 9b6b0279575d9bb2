"""The first test images serve as validation split."""

exercise = "37.3"
kind = "mistake"
mistake = 15
at_most = 7
caught_by = "splits:test_apart"
hint = "Validating on test images"
edits = [
    (
        "37.3",
        "x_test, y_test = prepare_images(digit_data.x_test), digit_data.y_test",
        """x_test, y_test = prepare_images(digit_data.x_test), digit_data.y_test
x_val, y_val = x_test[:100], y_test[:100]""",
    ),
]
