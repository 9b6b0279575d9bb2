"""Iris with a functional model, a split by permutation and AdamW."""

exercise = "36.8"
kind = "alternative"
rest = "stub"
answers = {
    "36.8": """
def build_iris_model():
    inputs = keras.Input((4,))
    hidden = layers.Dense(16)(inputs)
    hidden = layers.Activation("tanh")(hidden)
    outputs = layers.Dense(3, activation="softmax")(hidden)
    model = keras.Model(inputs, outputs)
    model.compile(keras.optimizers.AdamW(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


flowers, species_numbers = load_iris(return_X_y=True)
order = np.random.default_rng(4).permutation(150)
parts = {"train": order[:90], "val": order[90:120], "test": order[120:]}
scaler = StandardScaler().fit(flowers[parts["train"]])
x_train, x_val, x_test = (scaler.transform(flowers[part]).astype("float32") for part in parts.values())
y_train, y_val, y_test = (species_numbers[part] for part in parts.values())
iris_model = build_iris_model()
iris_history = iris_model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=80, verbose=0)
test_accuracy = iris_model.evaluate(x_test, y_test, verbose=0)[1]
"""
}
