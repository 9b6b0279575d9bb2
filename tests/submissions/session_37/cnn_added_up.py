"""Sequential built with add, TensorFlow's functions as activations, a Rescaling that changes nothing."""

exercise = "37.4"
kind = "alternative"
rest = "stub"
answers = {
    "37.4": """\
def build_cnn():
    model = keras.Sequential(name="digits")
    model.add(keras.Input((28, 28, 1)))
    model.add(layers.Rescaling(1.0))
    for filters in (32, 64):
        model.add(layers.Conv2D(filters, 3, activation=tf.nn.relu))
        model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dense(64, activation=tf.nn.relu))
    model.add(layers.Dense(10, activation=tf.nn.softmax))
    return model
""",
}
