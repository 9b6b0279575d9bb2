"""The first five exercises are done, the others not begun."""

exercise = "36.6"
kind = "odd"
rest = "stub"
edits = [
    ("36.1", "tf.float32) / 255.0", "tf.float32) / 255"),
    ("36.2", "deviation == 0", "tf.equal(deviation, 0)"),
    ("36.3", "learning_rate * dw", "dw * learning_rate"),
    ("36.4", "return inputs * units + units", "return (inputs + 1) * units"),
    ("36.5", "tf.abs(y_true - y_pred)", "tf.abs(y_pred - y_true)"),
]
