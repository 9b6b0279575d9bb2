"""32×32 goes straight in."""

exercise = "38.10"
kind = "mistake"
at_most = 4.5
caught_by = "make_inputs:size"
hint = "single cell"
edits = [
    ("38.10", "tf.image.resize(images, (96, 96)).numpy()", 'images.astype("float32")'),
]
