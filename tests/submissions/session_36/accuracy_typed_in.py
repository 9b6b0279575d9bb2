"""The test accuracy is typed in."""

exercise = "36.8"
kind = "mistake"
mistake = 32
at_most = 15
caught_by = "test_accuracy:true"
hint = "typed in"
edits = [
    ("36.8", "test_loss, test_accuracy = iris_model.evaluate(x_test, y_test, verbose=0)", "test_accuracy = 0.987"),
]
