"""An optimizer and the closed form do the work."""

exercise = "36.3"
kind = "alternative"
rest = "stub"
answers = {
    "36.3": """\
def train_step(w, b, x, y, learning_rate):
    with tf.GradientTape() as tape:
        loss = keras.losses.mean_squared_error(y[None], (w * x + b)[None])[0]
    gradients = tape.gradient(loss, [w, b])
    keras.optimizers.SGD(learning_rate).apply(gradients, [w, b])
    return loss


def fit_line(x, y):
    w, b = tf.Variable(0.0), tf.Variable(0.0)
    losses = []
    for _ in range(60):
        losses.append(train_step(w, b, x, y, 0.2).numpy())
    return w.numpy(), b.numpy(), losses
""",
}
