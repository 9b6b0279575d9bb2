"""The photo is not prepared."""

exercise = "38.9"
kind = "mistake"
mistake = 16
at_most = 5
caught_by = "predict_file:true"
hint = "0…255"
edits = [
    (
        "38.9",
        "reloaded(ready(pixels[np.newaxis]), training=False)",
        "reloaded(tf.image.resize(pixels[np.newaxis], (IMAGE_SIZE, IMAGE_SIZE)), training=False)",
    ),
]
