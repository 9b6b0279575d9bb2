"""Adam gets its rate by the name it had in Keras 2, which stops the cell with an error."""

exercise = "37.5"
kind = "mistake"
mistake = 12
at_most = 2
caught_by = "cnn:compiled"
hint = "Without compile"
edits = [
    ("37.5", "keras.optimizers.Adam(learning_rate=schedule)", "keras.optimizers.Adam(lr=schedule)"),
]
