"""The training accuracy is reported as test accuracy."""

exercise = "38.4"
kind = "mistake"
mistake = 34
at_most = 13.25
caught_by = "test_accuracy:true"
hint = "other data"
edits = [
    (
        "38.4",
        "test_loss, test_accuracy = model.evaluate(x_test, y_test, verbose=0)",
        "test_loss, test_accuracy = model.evaluate(x_train, y_train, verbose=0)",
    ),
]
