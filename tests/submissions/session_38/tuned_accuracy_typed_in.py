"""The accuracy is typed in."""

exercise = "38.7"
kind = "mistake"
mistake = 32
at_most = 13.5
caught_by = "tuned_accuracy:true"
hint = "typed in"
edits = [
    ("38.7", "tuned_accuracy = fine_model.evaluate(x_test, y_test, verbose=0)[1]", "tuned_accuracy = 0.99"),
]
