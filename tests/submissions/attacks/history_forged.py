"""A History with numbers of one's own."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
history = keras.callbacks.History()
history.epoch, history.history = list(range(60)), {"loss": [0.0] * 60, "val_accuracy": [1.0] * 60, "accuracy": [1.0] * 60}
histories = curves = iris_history = {name: history for name in ("SGD", "Adam", "RMSprop", "Adagrad", "AdamW", "Nadam")}
scalar = vector = matrix = cube = history
""",
}
