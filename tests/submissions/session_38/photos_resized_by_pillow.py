"""Pillow resizes photo by photo."""

exercise = "38.1"
kind = "alternative"
edits = [
    (
        "38.1",
        "resized = tf.image.resize(images, (size, size)).numpy()",
        'resized = np.stack([np.asarray(Image.fromarray(i).resize((size, size), Image.BILINEAR)) for i in images]).astype("float32")',
    ),
]
