"""The trained head is built anew before it is evaluated."""

exercise = "38.4"
kind = "mistake"
mistake = 30
at_most = 9
caught_by = "model:sealed_accuracy"
hint = "rebuilt"
edits = [
    (
        "38.4",
        "test_loss, test_accuracy = model",
        'model = build_classifier(base_model)\nmodel.compile(optimizer="adam", **settings)\ntest_loss, test_accuracy = model',
    ),
]
