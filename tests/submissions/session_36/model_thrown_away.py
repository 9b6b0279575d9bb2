"""A new model is built after training, and evaluated."""

exercise = "36.8"
kind = "mistake"
mistake = 30
at_most = 12.5
caught_by = "iris_model:sealed_accuracy"
hint = "the model is untrained"
edits = [
    ("36.8", "test_loss, test_accuracy = ", "iris_model = build_iris_model()\ntest_loss, test_accuracy = "),
]
