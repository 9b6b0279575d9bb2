"""The accuracy is typed in."""

exercise = "37.8"
kind = "mistake"
mistake = 32
at_most = 13
caught_by = "fashion_test_accuracy:true"
hint = "typed in"
edits = [
    (
        "37.8",
        "fashion_test_accuracy = fashion_model.evaluate(x_fashion_test, y_fashion_test, verbose=0)[1]",
        "fashion_test_accuracy = 0.9917",
    ),
]
