"""Permutation by hand, one-hot labels, range scaling, the functional API, AdamW, a callback."""

exercise = "36.8"
kind = "alternative"
rest = "stub"
answers = {
    "36.8": """\
from sklearn.preprocessing import MinMaxScaler

flowers, kinds = load_iris(return_X_y=True)
rng = np.random.default_rng(5)
per_class = [rng.permutation(np.flatnonzero(kinds == k)) for k in range(3)]
parts = {"test": slice(0, 10), "val": slice(10, 20), "train": slice(20, 50)}
rows = {part: np.concatenate([order[where] for order in per_class]) for part, where in parts.items()}
scaler = MinMaxScaler()
scaler.fit(flowers[rows["train"]])
x_train, x_val, x_test = (scaler.transform(flowers[rows[p]]).astype("float32") for p in ("train", "val", "test"))
y_train, y_val, y_test = (keras.utils.to_categorical(kinds[rows[p]], 3) for p in ("train", "val", "test"))


def build_iris_model():
    inputs = keras.Input((4,))
    hidden = layers.Dense(16, activation="tanh", kernel_regularizer="l2")(inputs)
    outputs = layers.Activation("softmax")(layers.Dense(3)(hidden))
    model = keras.Model(inputs, outputs)
    model.compile(keras.optimizers.AdamW(0.03), keras.losses.CategoricalCrossentropy(), metrics=["accuracy", "AUC"])
    return model


iris_model = build_iris_model()
stop = keras.callbacks.EarlyStopping("val_loss", patience=20, restore_best_weights=True)
iris_history = iris_model.fit(x_train, y_train, epochs=80, validation_data=(x_val, y_val), callbacks=[stop], verbose=0)
test_accuracy = iris_model.evaluate(x_test, y_test, verbose=0, return_dict=True)["accuracy"]
""",
}
