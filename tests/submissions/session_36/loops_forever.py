"""A while loop in the cell of 36.3 never ends: its step counter is never raised."""

exercise = "36.3"
kind = "odd"
at_most = 0
caught_by = "ran"
hint = "while"
rest = "stub"
edits = [("36.1", "tf.float32) / 255.0", "tf.float32) / 255")]
answers = {
    "36.3": """
x = tf.constant([0.0, 1.0, 2.0])
y = 2 * x + 1
w, b = tf.Variable(0.0), tf.Variable(0.0)
step, losses = 0, []
while step < 100:
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(w * x + b - y))
    dw, db = tape.gradient(loss, [w, b])
    w.assign_sub(0.1 * dw)
    b.assign_sub(0.1 * db)


def fit_line(x, y):
    return float(w), float(b), losses
"""
}
