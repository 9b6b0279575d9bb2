"""The validation labels stay whole numbers."""

exercise = "38.1"
kind = "mistake"
mistake = 1
at_most = 7.5
caught_by = "y_val:labels"
hint = "whole numbers"
edits = [
    ("38.1", "one_hot(photos.y_val, CLASSES)", "photos.y_val"),
]
