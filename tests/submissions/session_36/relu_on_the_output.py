"""The output layer of the Iris network ends in ReLU."""

exercise = "36.8"
kind = "mistake"
mistake = 6
at_most = 15
rest = "stub"
edits = [("36.8", 'layers.Dense(3, activation="softmax")', 'layers.Dense(3, activation="relu")')]
