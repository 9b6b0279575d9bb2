"""The accuracy on the training images is reported."""

exercise = "37.5"
kind = "mistake"
mistake = 34
at_most = 13.5
caught_by = "test_accuracy:true"
hint = "accuracy on the training images"
rest = "reference"
answers = {
    "37.5": """\
cnn = build_cnn()
cnn.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
cnn_history = cnn.fit(
    x_train, y_train, epochs=course.budget["cnn_epochs"], validation_data=(x_val, y_val), verbose=0
)
test_loss, test_accuracy = cnn.evaluate(x_train, y_train, verbose=0)
""",
}
