"""The accuracy of the first epoch of training is reported as the test accuracy."""

exercise = "36.8"
kind = "mistake"
mistake = 34
at_most = 15
caught_by = "test_accuracy:true"
hint = "other data"
edits = [
    (
        "36.8",
        "test_loss, test_accuracy = iris_model.evaluate(x_test, y_test, verbose=0)",
        "test_accuracy = iris_history.history['accuracy'][0]",
    ),
]
