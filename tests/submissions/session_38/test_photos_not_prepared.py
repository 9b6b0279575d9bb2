"""Only training and validation photos are prepared."""

exercise = "38.1"
kind = "mistake"
mistake = 16
at_most = 7
caught_by = "x_test:range"
hint = "did not go through"
edits = [
    ("38.1", "prepare(photos.x_test, IMAGE_SIZE)", "tf.image.resize(photos.x_test, (IMAGE_SIZE, IMAGE_SIZE)).numpy()"),
]
