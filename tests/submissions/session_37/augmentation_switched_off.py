"""The pipeline tells the random layers that they are not training."""

exercise = "37.9"
kind = "mistake"
at_most = 7
caught_by = "augmented_train:augmented"
hint = "training=False"
edits = [
    ("37.9", "augment(images, training=True), labels", "augment(images, training=False), labels"),
]
