"""A Sequential classifier."""

exercise = "38.3"
kind = "alternative"
edits = [
    (
        "38.3",
        "    inputs = keras.Input((IMAGE_SIZE, IMAGE_SIZE, 3))\n",
        '    head = [layers.GlobalAveragePooling2D(), layers.Dense(128, activation="relu"), layers.Dense(CLASSES), layers.Softmax()]\n    return keras.Sequential([keras.Input((IMAGE_SIZE, IMAGE_SIZE, 3)), base_network, *head])\n    inputs = keras.Input((IMAGE_SIZE, IMAGE_SIZE, 3))\n',
    ),
]
