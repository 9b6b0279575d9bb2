"""Keras's own losses where it has them, another equally fitting pick."""

exercise = "36.5"
kind = "alternative"
rest = "stub"
answers = {
    "36.5": """\
picks = {
    "house price": ("Linear", "MSE"),
    "delivery time": ("linear", "smooth_l1"),
    "spam": ("sigmoid", "binary_crossentropy"),
    "iris species": ("softmax", "sparse_categorical_crossentropy"),
    "film genres": ("sigmoid", "binary_crossentropy"),
    "tumour pixels": ("sigmoid", "dice"),
    "margin classifier": ("tanh", "hinge"),
    "copy the teacher": ("softmax", "kl_divergence"),
    "bounding boxes": ("sigmoid", "giou"),
    "WGAN critic": ("linear", "wasserstein"),
}


def mean_absolute_error(y_true, y_pred):
    return float(np.abs(y_true.numpy() - y_pred.numpy()).mean())


def binary_crossentropy(y_true, p):
    return keras.losses.BinaryCrossentropy()(y_true, p)


def focal_loss(y_true, p, gamma=2.0):
    return keras.losses.BinaryFocalCrossentropy(gamma=gamma)(y_true, p)


def box_iou(a, b):
    x1, y1, x2, y2 = tf.unstack(a, axis=1)
    u1, v1, u2, v2 = tf.unstack(b, axis=1)
    wide = tf.nn.relu(tf.minimum(x2, u2) - tf.maximum(x1, u1))
    high = tf.nn.relu(tf.minimum(y2, v2) - tf.maximum(y1, v1))
    joint = (x2 - x1) * (y2 - y1) + (u2 - u1) * (v2 - v1) - wide * high
    return tf.where(joint > 0, wide * high / tf.maximum(joint, 1e-12), 0.0)
""",
}
