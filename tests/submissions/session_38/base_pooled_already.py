"""The base pools its features itself."""

exercise = "38.2"
kind = "mistake"
at_most = 5.5
caught_by = "base_model:network"
hint = "first layer of the head"
edits = [
    ("38.2", "weights=WEIGHTS", 'weights=WEIGHTS, pooling="avg"'),
]
