"""The accuracy on the training images is reported."""

exercise = "37.5"
kind = "mistake"
mistake = 34
at_most = 13.5
caught_by = "test_accuracy:true"
hint = "accuracy on the training images"
edits = [
    ("37.5", "cnn.evaluate(x_test, y_test", "cnn.evaluate(x_train, y_train"),
]
