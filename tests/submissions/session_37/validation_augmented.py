"""The validation images are augmented too."""

exercise = "37.9"
kind = "mistake"
mistake = 28
at_most = 7.25
caught_by = "validation_set:plain"
hint = "would disagree"
edits = [
    (
        "37.9",
        "validation_set = tf.data.Dataset.from_tensor_slices((x_val, y_val)).batch(32)",
        "validation_set = tf.data.Dataset.from_tensor_slices((x_val, y_val)).batch(32)\nvalidation_set = validation_set.map(lambda images, labels: (augment(images, training=True), labels))",
    ),
]
