"""An object says that it is a tensor."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
class Tensor:
    __class__ = property(lambda self: type(tf.constant(1)))
    dtype, shape, ndim = tf.float32, (2, 3), 2
    def numpy(self): raise SystemExit("looked at")
    def __array__(self, *given, **named): raise SystemExit("looked at")
scalar = vector = matrix = cube = weights = Tensor()
""",
}
