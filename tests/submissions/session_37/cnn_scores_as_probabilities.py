"""The output is linear, and the loss takes it for probabilities."""

exercise = "37.5"
kind = "mistake"
mistake = 2
at_most = 9
caught_by = "cnn:output_and_loss"
hint = "raw scores"
rest = "reference"
answers = {
    "37.5": """\
cnn = build_cnn()
cnn.layers[-1].activation = keras.activations.linear
cnn.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
cnn_history = cnn.fit(
    x_train, y_train, epochs=course.budget["cnn_epochs"], validation_data=(x_val, y_val), verbose=0
)
test_loss, test_accuracy = cnn.evaluate(x_test, y_test, verbose=0)
""",
}
