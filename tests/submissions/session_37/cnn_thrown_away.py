"""A new network is built after training, and evaluated."""

exercise = "37.5"
kind = "mistake"
mistake = 30
at_most = 6
caught_by = "cnn:updates"
hint = "never fitted"
rest = "reference"
answers = {
    "37.5": """\
cnn = build_cnn()
cnn.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
cnn_history = cnn.fit(
    x_train, y_train, epochs=course.budget["cnn_epochs"], validation_data=(x_val, y_val), verbose=0
)
cnn = build_cnn()
cnn.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
test_loss, test_accuracy = cnn.evaluate(x_test, y_test, verbose=0)
""",
}
