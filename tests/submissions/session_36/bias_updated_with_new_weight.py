"""The gradient for b is taken after w has moved."""

exercise = "36.3"
kind = "mistake"
at_most = 6.5
caught_by = "train_step:update"
hint = "not the learning rate times the gradient"
edits = [
    (
        "36.3",
        "    b.assign_sub(learning_rate * db)",
        "    with tf.GradientTape() as tape:\n        later = tf.reduce_mean(tf.square(w * x + b - y))\n    b.assign_sub(learning_rate * tape.gradient(later, b))",
    ),
]
