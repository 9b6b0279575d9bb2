"""A Normalization layer inside the model, adapted to the training flowers; logits out."""

exercise = "36.8"
kind = "alternative"
rest = "stub"
answers = {
    "36.8": """\
x, y = load_iris(return_X_y=True)
x_rest, x_test, y_rest, y_test = train_test_split(x.astype("float32"), y, test_size=0.2, stratify=y, random_state=7)
x_train, x_val, y_train, y_val = train_test_split(x_rest, y_rest, test_size=0.25, stratify=y_rest, random_state=7)
scaler = layers.Normalization()
scaler.adapt(x_train)


def build_iris_model():
    model = keras.Sequential()
    model.add(keras.Input((4,)))
    model.add(scaler)
    model.add(layers.Dense(8, activation="elu"))
    model.add(layers.Dense(3))
    model.compile("nadam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    model.optimizer.learning_rate = 0.02
    return model


iris_model = build_iris_model()
iris_history = iris_model.fit(x_train, y_train, 16, epochs=60, validation_data=(x_val, y_val), verbose=0)
test_accuracy = iris_model.evaluate(x_test, y_test, verbose=0)[1]
""",
}
