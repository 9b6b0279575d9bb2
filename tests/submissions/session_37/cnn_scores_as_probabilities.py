"""The output is linear, and the loss takes it for probabilities."""

exercise = "37.5"
kind = "mistake"
mistake = 2
at_most = 14
caught_by = "cnn:output_and_loss"
hint = "raw scores"
edits = [
    (
        "37.5",
        "cnn = build_cnn()",
        """cnn = build_cnn()
cnn.layers[-1].activation = keras.activations.linear""",
    ),
]
