"""Four rates, another rule of the same meaning, another patience."""

exercise = "36.7"
kind = "alternative"
rest = "stub"
answers = {
    "36.7": """\
def classify_rate(losses):
    losses = np.asarray(losses, dtype=float)
    exploded = np.isnan(losses).any() or np.isinf(losses).any() or (losses > 3 * np.log(3)).any()
    fell = 1 - losses[-1] / losses[0]
    return "too high" if exploded else "balanced" if fell >= 0.2 else "too low"


sweep = {}
for rate in [1e-5, 1e-4, 2e-2, 20.0]:
    sweep[rate] = train_run(new_model("tanh"), keras.optimizers.Adam(learning_rate=rate), 18, batch_size=30)
sweep_labels = {rate: classify_rate(sweep[rate]["history"].history["val_loss"]) for rate in sweep}
plateau_callback = keras.callbacks.ReduceLROnPlateau("val_loss", factor=0.3, patience=3, min_delta=1e-3)
stop = keras.callbacks.TerminateOnNaN()
plateau_run = train_run(new_model(), keras.optimizers.Adam(1.0), 40, callbacks=[plateau_callback, stop])
""",
}
