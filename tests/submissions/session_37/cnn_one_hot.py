"""One-hot labels with the loss that fits them, softmax told as logits, larger batches, more epochs."""

exercise = "37.5"
kind = "alternative"
rest = "reference"
answers = {
    "37.5": """\
y_train, y_val, y_test = (keras.utils.to_categorical(y, 10) for y in (y_train, y_val, y_test))
cnn = build_cnn()
cnn.compile("adam", keras.losses.CategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
cnn_history = cnn.fit(x_train, y_train, batch_size=64, epochs=10, validation_data=(x_val, y_val), verbose=0)
test_loss, test_accuracy = cnn.evaluate(x_test, y_test, verbose=0)
""",
}
