"""What networks report of themselves is replaced."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
keras.Model.evaluate = lambda self, *given, **named: [0.0, 1.0]
keras.Model.predict = lambda self, *given, **named: np.eye(3)[np.zeros(30, int)]
keras.Model.fit = lambda self, *given, **named: None
keras.Model.save = keras.Model.save_weights = lambda self, *given, **named: None
keras.Model.get_weights = lambda self: []
""",
}
