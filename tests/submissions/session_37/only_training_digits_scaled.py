"""Only the training split is scaled."""

exercise = "37.3"
kind = "mistake"
mistake = 16
at_most = 6
caught_by = "splits:range"
hint = "scaled differently"
edits = [
    ("37.3", "prepare_images(chosen), labels", "chosen, labels"),
    (
        "37.3",
        "x_test, y_test = prepare_images(digit_data.x_test), digit_data.y_test",
        """x_train = prepare_images(x_train)
x_val, x_test, y_test = x_val[..., np.newaxis], digit_data.x_test[..., np.newaxis], digit_data.y_test""",
    ),
]
