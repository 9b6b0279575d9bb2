"""Loss and accuracy are unpacked the wrong way round."""

exercise = "37.5"
kind = "mistake"
at_most = 13.5
caught_by = "test_loss:true"
hint = "Loss and accuracy are exchanged"
edits = [
    ("37.5", "test_loss, test_accuracy =", "test_accuracy, test_loss ="),
]
