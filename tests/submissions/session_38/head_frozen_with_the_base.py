"""The whole classifier is frozen."""

exercise = "38.5"
kind = "mistake"
at_most = 8
caught_by = "apply_strategy:head"
hint = "whole classifier"
edits = [
    ("38.5", 'network.trainable = strategy != "train the head"', 'classifier.trainable = strategy != "train the head"'),
]
