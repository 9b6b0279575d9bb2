"""The line comes from a formula, and the losses are made up."""

exercise = "36.3"
kind = "mistake"
at_most = 8.5
caught_by = "fit_line:losses"
hint = "the start differs"
edits = [
    (
        "36.3",
        "    w, b = tf.Variable(0.0), tf.Variable(0.0)\n    losses = [float(train_step(w, b, x, y, 0.1)) for _ in range(100)]\n    return float(w), float(b), losses",
        "    w, b = np.polyfit(x, y, 1)\n    return w, b, [2.0, 1.0]",
    ),
]
