"""One epoch where five are asked."""

exercise = "37.5"
kind = "mistake"
mistake = 31
at_most = 13
caught_by = "cnn_history:epochs"
hint = "Training stopped before"
edits = [
    ("37.5", 'course.budget["cnn_epochs"]', "1"),
]
