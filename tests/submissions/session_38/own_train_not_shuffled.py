"""Training photos come class by class."""

exercise = "38.8"
kind = "mistake"
at_most = 13.75
caught_by = "own_train:shuffled"
hint = "forgets the one before"
edits = [
    ("38.8", 'pipeline("train", True)', 'pipeline("train", False)'),
]
