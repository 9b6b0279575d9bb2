"""One output too many."""

exercise = "37.4"
kind = "mistake"
mistake = 7
at_most = 6.6
caught_by = "build_cnn:layer_7"
hint = "another number of neurons"
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
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(11, activation="softmax"),
        ]
    )
""",
}
