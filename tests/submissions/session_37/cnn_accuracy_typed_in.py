"""The test accuracy is typed in."""

exercise = "37.5"
kind = "mistake"
mistake = 32
at_most = 14.5
caught_by = "test_accuracy:true"
hint = "typed in"
edits = [
    (
        "37.5",
        "test_loss, test_accuracy = cnn.evaluate(x_test, y_test, verbose=0)",
        """test_loss, test_accuracy = cnn.evaluate(x_test, y_test, verbose=0)
test_accuracy = 0.42""",
    ),
]
