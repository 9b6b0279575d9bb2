"""NaN, infinities and numbers of a thousand digits."""

exercise = "36.1"
kind = "attack"
rest = "stub"
answers = {
    "36.1": """
scalar, vector = float("nan"), [float("inf")] * 4
matrix, cube = 10 ** 1000, {float("nan"): ..., None: 1j}
weights = tf.Variable([[float("nan")] * 3] * 4)
""",
}
