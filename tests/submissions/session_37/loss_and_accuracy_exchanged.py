"""Loss and accuracy are unpacked the wrong way round."""

exercise = "37.5"
kind = "mistake"
at_most = 13.5
caught_by = "test_loss:true"
hint = "Loss and accuracy are exchanged"
rest = "reference"
answers = {
    "37.5": """\
cnn = build_cnn()
cnn.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
cnn_history = cnn.fit(
    x_train, y_train, epochs=course.budget["cnn_epochs"], validation_data=(x_val, y_val), verbose=0
)
test_accuracy, test_loss = cnn.evaluate(x_test, y_test, verbose=0)
""",
}
