"""The labels are shuffled apart from their images."""

exercise = "37.5"
kind = "mistake"
mistake = 19
at_most = 9
caught_by = "cnn:sealed_accuracy"
hint = "guessing"
rest = "reference"
answers = {
    "37.5": """\
cnn = build_cnn()
cnn.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
cnn_history = cnn.fit(
    x_train, np.random.default_rng(0).permutation(y_train), epochs=course.budget["cnn_epochs"], validation_data=(x_val, y_val), verbose=0
)
test_loss, test_accuracy = cnn.evaluate(x_test, y_test, verbose=0)
""",
}
