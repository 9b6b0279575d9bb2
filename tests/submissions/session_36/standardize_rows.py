"""Mean and deviation of each row instead of each column."""

exercise = "36.2"
kind = "mistake"
at_most = 6
caught_by = "standardize:values"
hint = "statistics run along the rows"
rest = "stub"
answers = {
    "36.2": """\
def standardize(x):
    deviation = tf.math.reduce_std(x, axis=1, keepdims=True)
    return (x - tf.reduce_mean(x, axis=1, keepdims=True)) / tf.where(deviation == 0, tf.ones_like(deviation), deviation)


def softmax(z):
    e = tf.exp(z - tf.reduce_max(z, axis=-1, keepdims=True))
    return e / tf.reduce_sum(e, axis=-1, keepdims=True)
""",
}
