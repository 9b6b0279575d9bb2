"""A new network is built after training, and evaluated."""

exercise = "37.5"
kind = "mistake"
mistake = 30
at_most = 6
caught_by = "cnn:updates"
hint = "never fitted"
edits = [
    (
        "37.5",
        "test_loss, test_accuracy = cnn.evaluate(x_test, y_test, verbose=0)",
        """cnn = build_cnn()
cnn.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
test_loss, test_accuracy = cnn.evaluate(x_test, y_test, verbose=0)""",
    ),
]
