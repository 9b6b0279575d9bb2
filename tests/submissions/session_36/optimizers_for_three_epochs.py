"""Three epochs where twenty were asked for."""

exercise = "36.6"
kind = "mistake"
mistake = 31
at_most = 8.5
caught_by = "optimizer_runs:same_updates"
hint = "shortest run has 3"
edits = [
    ("36.6", 'epochs=course.budget["optimizer_epochs"]', "epochs=3"),
]
