"""The shape is read off the features of a photo, the parameters off the weights."""

exercise = "38.2"
kind = "alternative"
edits = [
    ("38.2", "base_model.output_shape[1:]", "tf.convert_to_tensor(base_model(x_val[:1])).shape[1:]"),
    ("38.2", "base_model.count_params()", "sum(int(np.prod(weight.shape)) for weight in base_model.weights)"),
]
