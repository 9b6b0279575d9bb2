"""The whole network is frozen first, then thawed, then its early layers and its BatchNorm layers are frozen."""

exercise = "38.5"
kind = "alternative"
rest = "stub"
answers = {
    "38.5": """\
def choose_strategy(n_images, similarity):
    much, similar = n_images >= 10_000, similarity >= 0.5
    if similar:
        return "fine-tune the top" if much else "train the head"
    return "train everything" if much else "fine-tune part"


def apply_strategy(classifier, strategy):
    network = base_of(classifier)
    network.trainable = False
    if strategy == "train the head":
        return classifier
    network.trainable = True
    if strategy != "train everything":
        count = 30 if strategy == "fine-tune the top" else 100
        for layer in network.layers:
            if layer in network.layers[:-count] or isinstance(layer, keras.layers.BatchNormalization):
                layer.trainable = False
    return classifier
""",
}
