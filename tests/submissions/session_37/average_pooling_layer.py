"""Average pooling in the place of max pooling."""

exercise = "37.4"
kind = "mistake"
at_most = 7.35
caught_by = "build_cnn:layer_2"
hint = "Average pooling blurs"
rest = "stub"
answers = {
    "37.4": """\
def build_cnn():
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.AveragePooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
""",
}
