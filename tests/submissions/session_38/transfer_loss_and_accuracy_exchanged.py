"""Accuracy is taken for the loss, and the loss for the accuracy."""

exercise = "38.4"
kind = "mistake"
at_most = 13
caught_by = "test_loss:true"
hint = "evaluate gives the loss first"
edits = [
    ("38.4", "test_loss, test_accuracy = model", "test_accuracy, test_loss = model"),
]
