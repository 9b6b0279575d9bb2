"""Pixels are still divided by 255."""

exercise = "38.10"
kind = "mistake"
mistake = 16
at_most = 5
caught_by = "make_inputs:values"
hint = "divided by 255"
edits = [
    (
        "38.10",
        "keras.applications.resnet50.preprocess_input(tf.image.resize(images, (96, 96)).numpy())",
        "tf.image.resize(images, (96, 96)).numpy() / 255",
    ),
]
