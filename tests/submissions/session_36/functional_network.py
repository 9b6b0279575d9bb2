"""The functional API with activations as layers of their own."""

exercise = "36.4"
kind = "alternative"
rest = "stub"
answers = {
    "36.4": """\
def build_model():
    inputs = keras.Input((4,))
    x = layers.Dense(8)(inputs)
    x = layers.ReLU()(x)
    x = layers.Dense(3)(x)
    return keras.Model(inputs, layers.Activation("softmax")(x))


def dense_parameters(inputs, units):
    return (inputs + 1) * units
""",
}
