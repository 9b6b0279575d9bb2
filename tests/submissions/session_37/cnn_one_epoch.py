"""One epoch where five are asked."""

exercise = "37.5"
kind = "mistake"
mistake = 31
at_most = 13
caught_by = "cnn_history:epochs"
hint = "Training stopped before"
rest = "reference"
answers = {
    "37.5": """\
cnn = build_cnn()
cnn.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
cnn_history = cnn.fit(
    x_train, y_train, epochs=1, validation_data=(x_val, y_val), verbose=0
)
test_loss, test_accuracy = cnn.evaluate(x_test, y_test, verbose=0)
""",
}
