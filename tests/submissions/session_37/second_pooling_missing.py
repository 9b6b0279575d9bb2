"""The second pooling is missing."""

exercise = "37.4"
kind = "mistake"
at_most = 5.9
caught_by = "build_cnn:layer_4"
hint = "is missing, or stands at another place"
rest = "stub"
answers = {
    "37.4": """\
def build_cnn():
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
""",
}
