"""The old name of the learning rate."""

exercise = "38.10"
kind = "mistake"
mistake = 12
at_most = 4.5
caught_by = "compile_model:given"
hint = "Look for the line it comes from"
edits = [
    ("38.10", "learning_rate=0.001, clipnorm=1.0", "lr=0.001, clipnorm=1.0"),
]
