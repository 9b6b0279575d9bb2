"""The squared error of one-hot rows serves as loss."""

exercise = "37.5"
kind = "mistake"
at_most = 13
caught_by = "cnn:output_and_loss"
hint = "does not compare classes"
rest = "reference"
answers = {
    "37.5": """\
y_train, y_val, y_test = (keras.utils.to_categorical(y, 10) for y in (y_train, y_val, y_test))
cnn = build_cnn()
cnn.compile(optimizer="adam", loss="mean_squared_error", metrics=["accuracy"])
cnn_history = cnn.fit(
    x_train, y_train, epochs=course.budget["cnn_epochs"], validation_data=(x_val, y_val), verbose=0
)
test_loss, test_accuracy = cnn.evaluate(x_test, y_test, verbose=0)
""",
}
