"""The network from scratch is frozen."""

exercise = "38.4"
kind = "mistake"
mistake = 22
at_most = 12.5
caught_by = "scratch_model:fair"
hint = "never learn"
edits = [
    (
        "38.4",
        "scratch_model = build_classifier(random_base())",
        "random_network = random_base()\nrandom_network.trainable = False\nscratch_model = build_classifier(random_network)",
    ),
]
