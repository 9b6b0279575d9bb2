"""Other operations, the same tensors."""

exercise = "36.1"
kind = "alternative"
rest = "stub"
answers = {
    "36.1": """\
scalar = tf.cast(36.0, tf.int32)
vector = tf.convert_to_tensor(np.array([5.1, 3.5, 1.4, 0.2], dtype="float32"))
matrix = tf.cast(tf.reshape(tf.range(1, 7), (2, 3)), "float32")
weights = tf.Variable(np.zeros((4, 3), dtype="float32"))
cube = tf.stack([tf.reshape(tf.range(12), (3, 4)), tf.reshape(tf.range(12, 24), (3, 4))])


def as_image_batch(pixels):
    images = tf.reshape(pixels, (len(pixels), 28, 28))
    return tf.image.convert_image_dtype(images, tf.float32)[..., tf.newaxis]


def add_in_place(variable, amount):
    return variable.assign(variable + amount)
""",
}
