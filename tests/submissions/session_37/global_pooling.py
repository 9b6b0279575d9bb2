"""Global average pooling in the place of Flatten."""

exercise = "37.4"
kind = "mistake"
at_most = 6.6
caught_by = "build_cnn:layer_5"
hint = "where something was seen is lost"
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
            layers.GlobalAveragePooling2D(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
""",
}
