"""The network with dropout is trained twice as long."""

exercise = "37.7"
kind = "mistake"
at_most = 8.5
caught_by = "models:fair"
hint = "not the only difference"
edits = [
    (
        "37.7",
        "train_small(build_dropout_cnn())",
        "train_small(build_dropout_cnn())\ndropout_model.fit(x_small, y_small, epochs=1, batch_size=32, verbose=0)\ndropout_gap = (\n    dropout_model.evaluate(x_small, y_small, verbose=0)[1] - dropout_model.evaluate(x_val, y_val, verbose=0)[1]\n)",
    ),
]
