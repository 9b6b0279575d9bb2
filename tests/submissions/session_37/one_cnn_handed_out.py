"""The function hands out one network."""

exercise = "37.4"
kind = "mistake"
at_most = 7.5
caught_by = "build_cnn:new"
hint = "made elsewhere"
rest = "stub"
answers = {
    "37.4": """\
one_cnn = keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def build_cnn():
    return one_cnn
""",
}
