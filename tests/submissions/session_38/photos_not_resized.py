"""Photos keep their own size."""

exercise = "38.1"
kind = "mistake"
at_most = 6
caught_by = "prepare oblong:shape"
hint = "keep their own size"
edits = [
    ("38.1", "tf.image.resize(images, (size, size)).numpy()", 'images.astype("float32")'),
]
