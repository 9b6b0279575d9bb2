"""The functional API, activations as layers, ReLU behind the pooling, named layers, a Reshape."""

exercise = "37.4"
kind = "alternative"
rest = "stub"
answers = {
    "37.4": """\
def build_cnn():
    inputs = keras.Input((28, 28, 1), name="digit")
    x = layers.Conv2D(32, (3, 3), padding="valid", name="edges")(inputs)
    x = layers.ReLU()(layers.MaxPooling2D((2, 2), strides=2)(x))
    x = layers.Activation("relu")(layers.Conv2D(64, (3, 3), kernel_initializer="he_normal")(x))
    x = layers.Reshape((-1,))(layers.MaxPooling2D()(x))
    x = layers.Dense(64, activation=keras.activations.relu)(x)
    model = keras.Model(inputs, layers.Softmax()(layers.Dense(10)(x)))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
""",
}
