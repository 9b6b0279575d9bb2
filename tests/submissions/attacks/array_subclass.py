"""Arrays whose comparisons are always true."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
class Right(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __array_ufunc__(self, *given, **named): return np.True_
    def __array_function__(self, *given, **named): return True
    def all(self, *given, **named): return True
scalar = vector = matrix = cube = np.zeros((2, 3)).view(Right)
weights = tf.Variable(np.zeros((4, 4)))
""",
}
