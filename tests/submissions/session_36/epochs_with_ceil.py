"""math.ceil, NumPy, and the table by pairs."""

exercise = "36.10"
kind = "alternative"
rest = "stub"
answers = {
    "36.10": """\
import math


def steps_per_epoch(n, batch_size):
    return math.ceil(n / batch_size)


long_run = train_run(new_model("tanh"), keras.optimizers.Adam(0.03), 100)
curve = np.array(long_run["history"].history["val_loss"])
epoch_table = dict(zip((5, 10, 20, 50, 100), curve[[4, 9, 19, 49, 99]].tolist()))
best_epoch = curve.argmin() + 1
overfits = bool(curve[-1] / curve.min() > 1.05)
seconds_per_epoch = long_run["seconds"] / len(curve)
template = new_model("elu")
batch_runs = {}
for size in (90, 32, 8):
    net = keras.models.clone_model(template)
    net.set_weights(template.get_weights())
    batch_runs[size] = train_run(net, keras.optimizers.Adam(0.01), 10, size)
""",
}
