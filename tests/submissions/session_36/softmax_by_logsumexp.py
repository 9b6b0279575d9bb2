"""Softmax by way of the logarithm, deviation by way of the variance."""

exercise = "36.2"
kind = "alternative"
rest = "stub"
answers = {
    "36.2": """\
def standardize(x):
    mean, variance = tf.nn.moments(x, axes=[0])
    return tf.math.divide_no_nan(x - mean, tf.sqrt(variance))


def softmax(z):
    return tf.exp(z - tf.reduce_logsumexp(z, axis=-1, keepdims=True))
""",
}
