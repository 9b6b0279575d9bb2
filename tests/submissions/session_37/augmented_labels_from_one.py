"""The function that augments the batches also counts the labels from one."""

exercise = "37.9"
kind = "mistake"
at_most = 7
caught_by = "augmented_train:augmented"
hint = "changed on the way"
edits = [
    ("37.9", "augment(images, training=True), labels", "augment(images, training=True), labels + 1"),
]
