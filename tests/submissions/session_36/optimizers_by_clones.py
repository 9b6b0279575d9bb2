"""Clones of one network, trained for longer and validated under other names."""

exercise = "36.6"
kind = "alternative"
rest = "stub"
answers = {
    "36.6": """\
hidden = [layers.Dense(8), layers.Activation("relu")]
template = keras.Sequential([keras.Input((4,)), *hidden, layers.Dense(3), layers.Softmax()])
makers = {
    "adam": lambda: keras.optimizers.Adam(0.01),
    "gd": lambda: keras.optimizers.SGD(0.01),
    "momentum": lambda: keras.optimizers.SGD(0.01, momentum=0.9, nesterov=True),
    "adagrad": lambda: keras.optimizers.Adagrad(0.01),
    "rmsprop": lambda: keras.optimizers.RMSprop(0.01),
    "adadelta": lambda: keras.optimizers.Adadelta(0.01),
}
optimizer_runs = {}
for name, make in makers.items():
    clone = keras.models.clone_model(template)
    clone.set_weights(template.get_weights())
    optimizer_runs[name] = train_run(clone, make(), epochs=22)
final = {name: run["model"].evaluate(iris.x_val, iris.y_val, verbose=0)[0] for name, run in optimizer_runs.items()}
ranking = tuple(sorted(final, key=final.get))
""",
}
