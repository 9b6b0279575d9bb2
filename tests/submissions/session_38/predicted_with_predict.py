"""predict, and a sorted list."""

exercise = "38.9"
kind = "alternative"
edits = [
    (
        "38.9",
        "np.asarray(reloaded(ready(pixels[np.newaxis]), training=False))[0]",
        "reloaded.predict(prepare(pixels[np.newaxis], IMAGE_SIZE), verbose=0)[0]",
    ),
]
