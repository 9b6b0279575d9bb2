"""The test accuracy is typed in."""

exercise = "38.4"
kind = "mistake"
mistake = 32
at_most = 13.25
caught_by = "test_accuracy:true"
hint = "typed in"
edits = [
    ("38.4", "scratch_model = build_classifier", "test_accuracy = 0.999\nscratch_model = build_classifier"),
]
