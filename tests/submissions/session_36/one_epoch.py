"""A single epoch, at a small learning rate."""

exercise = "36.8"
kind = "mistake"
mistake = 31
at_most = 12.5
caught_by = "iris_history:curves"
hint = "One epoch is too short"
edits = [
    ("36.8", 'epochs=course.budget["iris_epochs"]', "epochs=1"),
    ("36.8", "learning_rate=0.01", "learning_rate=0.0001"),
]
