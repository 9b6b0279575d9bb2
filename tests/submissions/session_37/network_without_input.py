"""The network has no input shape."""

exercise = "37.4"
kind = "mistake"
at_most = 6.25
caught_by = "build_cnn:rebuilt"
hint = "keras.Input"
rest = "stub"
answers = {
    "37.4": """\
def build_cnn():
    return keras.Sequential(
        [
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
""",
}
