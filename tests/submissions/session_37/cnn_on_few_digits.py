"""The network is trained on the first 100 images."""

exercise = "37.5"
kind = "mistake"
mistake = 31
at_most = 9
caught_by = "cnn:updates"
hint = "fewer images"
rest = "reference"
answers = {
    "37.5": """\
cnn = build_cnn()
cnn.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
cnn_history = cnn.fit(
    x_train[:100], y_train[:100], epochs=course.budget["cnn_epochs"], validation_data=(x_val, y_val), verbose=0
)
test_loss, test_accuracy = cnn.evaluate(x_test, y_test, verbose=0)
""",
}
